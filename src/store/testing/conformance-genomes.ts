import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digestSequence } from '../../digest/sequence-digest.ts'
import type { GeneEntry } from '../genomes.ts'
import type { Engines } from '../reader.ts'
import { StoreError } from '../store.ts'
import { StoreWriter } from '../writer.ts'
import { addText, bytesOf, digestOf } from './disk-store.ts'
import { freshStore } from './fresh-store.ts'
import { addGenome, gene, type TestGenome, texts } from './test-genome.ts'

/** What every pair of engines must do with genomes. */
export function describeGenomes(name: string, engines: Engines): void {
  describe(`genomes on ${name}`, () => {
    const { directory, write, reading, expectSound } = freshStore(engines)
    const add = (genome: TestGenome) => write((change) => addGenome(change, genome))

    it('are found by their id, and by keywords in any case', async () => {
      await add({ id: 'B', keywords: [['common_name', 'Human']] })
      await add({
        id: 'A',
        keywords: [
          ['common_name', 'human'],
          ['assembly_name', 'GRCh38'],
        ],
      })
      await reading(async (store) => {
        expect(texts(await store.genomes())).toEqual(['A', 'B'])
        expect(texts([(await store.genome('A'))!])).toEqual(['A'])
        expect(await store.genome('a')).toBeUndefined()
        expect(texts(await store.genomesBy('common_name', 'HUMAN')).sort()).toEqual(['A', 'B'])
        expect(texts(await store.genomesBy('assembly_name', 'grch38'))).toEqual(['A'])
        expect(await store.genomesBy('assembly_name', 'human')).toEqual([])
        expect(await store.genomesBy('common_name', 'hum')).toEqual([])
        expect(texts([(await store.genomeReport('B'))!])).toEqual(['report of B'])
        expect(await store.stats()).toMatchObject({ genomes: 2, genes: 0 })
      })
      await expectSound()
    })

    it('keep their regions in order, each found by its exact name', async () => {
      const regions = Array.from({ length: 3000 }, (_, i) => `scaffold${i}`)
      await add({ id: 'A', regions })
      await add({ id: 'B', regions: ['scaffold1'] })
      await reading(async (store) => {
        expect(texts(await store.regions('A', 2990, 100))).toEqual(
          regions.slice(2990).map((each) => `A ${each}`),
        )
        expect(texts(await store.regions('A', 5, 2))).toEqual(['A scaffold5', 'A scaffold6'])
        expect(texts([(await store.region('B', 'scaffold1'))!])).toEqual(['B scaffold1'])
        expect(await store.region('B', 'scaffold2')).toBeUndefined()
        expect(await store.region('A', 'Scaffold1')).toBeUndefined()
      })
    })

    it('find genes by each kind of name, exactly, in the order of the file', async () => {
      const long = 'x'.repeat(5000)
      const genes = [
        gene('first', [
          ['symbol', 'Y_RNA'],
          ['gene', 'G1'],
          ['gene', 'G1.2'],
        ]),
        gene('second', [
          ['symbol', 'Y_RNA'],
          ['transcript', 'T1'],
          ['product', 'P1'],
        ]),
        gene('third', [
          ['symbol', 'y_rna'],
          ['transcript symbol', 'Y_RNA'],
          ['gene', long],
        ]),
        gene('fourth', [
          ['symbol', 'Y_RNA2'],
          ['symbol', 'Y'],
        ]),
      ]
      await add({ id: 'A', genes })
      await add({ id: 'B', genes: [gene('other', [['symbol', 'Y_RNA']])] })
      await reading(async (store) => {
        const by = async (kind: GeneEntry['names'][number][0], text: string, limit = 10) =>
          texts(await store.genesByName('A', kind, text, limit))
        expect(await by('symbol', 'Y_RNA')).toEqual(['first', 'second'])
        expect(await by('symbol', 'Y_RNA', 1)).toEqual(['first'])
        expect(await by('symbol', 'y_rna')).toEqual(['third'])
        expect(await by('symbol', 'Y')).toEqual(['fourth'])
        expect(await by('gene', 'G1')).toEqual(['first'])
        expect(await by('gene', 'G1.2')).toEqual(['first'])
        expect(await by('gene', long)).toEqual(['third'])
        expect(await by('gene', long.slice(1))).toEqual([])
        expect(await by('transcript', 'T1')).toEqual(['second'])
        expect(await by('product', 'P1')).toEqual(['second'])
        expect(await by('transcript symbol', 'Y_RNA')).toEqual(['third'])
        expect(await by('gene', 'Y_RNA')).toEqual([])
        expect(texts(await store.genesByName('B', 'symbol', 'Y_RNA', 10))).toEqual(['other'])
        expect(texts(await store.genes('A', 1, 2))).toEqual(['second', 'third'])
        expect(await store.stats()).toMatchObject({ genomes: 2, genes: 5 })
      })
      await expectSound()
    })

    it('find the genes that overlap a slice, wherever bins end', async () => {
      const edges = [0, 1, 2 ** 14, 2 ** 17, 2 ** 20, 2 ** 23, 2 ** 29, 2 ** 31]
      const position = fc.oneof(
        fc
          .tuple(fc.constantFrom(...edges), fc.integer({ min: -2, max: 2 }))
          .map(([a, b]) => Math.max(0, a + b)),
        fc.nat(2 ** 31),
        fc.nat(40_000),
      )
      const span = fc
        .tuple(
          position,
          fc.oneof(fc.integer({ min: 1, max: 20_000 }), fc.integer({ min: 1, max: 2 ** 30 })),
        )
        .map(([start0, length]) => ({ start0, end0: start0 + length }))
      let round = 0
      await fc.assert(
        fc.asyncProperty(
          fc.array(fc.tuple(span, fc.boolean()), { maxLength: 40 }),
          fc.array(span, { minLength: 1, maxLength: 20 }),
          async (placed, asked) => {
            const id = `G${round++}`
            const genes = placed.map(([at, second], i) =>
              gene(`${i}`, [], [{ region: second ? 'two' : 'one', ...at }]),
            )
            await add({ id, regions: ['one', 'two'], genes })
            await reading(async (store) => {
              for (const { start0, end0 } of asked) {
                const expected = placed.flatMap(([at, second], i) =>
                  !second && at.start0 < end0 && at.end0 > start0 ? [`${i}`] : [],
                )
                expect(texts(await store.genesIn(id, 'one', start0, end0, 100))).toEqual(expected)
                expect(texts(await store.genesIn(id, 'one', start0, end0, 2))).toEqual(
                  expected.slice(0, 2),
                )
              }
              expect(await store.genesIn(id, 'three', 0, 10, 10)).toEqual([])
            })
          },
        ),
        { numRuns: 15 },
      )
    })

    it('list a gene once that lies in two spans', async () => {
      const spans = [
        { region: 'chr1', start0: 90, end0: 100 },
        { region: 'chr1', start0: 0, end0: 10 },
      ]
      await add({ id: 'A', genes: [gene('across', [], spans)] })
      await reading(async (store) => {
        expect(texts(await store.genesIn('A', 'chr1', 0, 100, 10))).toEqual(['across'])
        expect(texts(await store.genesIn('A', 'chr1', 9, 10, 10))).toEqual(['across'])
        expect(await store.genesIn('A', 'chr1', 10, 90, 10)).toEqual([])
      })
    })

    it('are refused a second time, and show nothing when they are dropped', async () => {
      await add({ id: 'A' })
      await expect(add({ id: 'A' })).rejects.toThrow(StoreError)
      const dropped = write(async (change) => {
        await addGenome(change, { id: 'B', genes: [gene('x', [['symbol', 'X']])] })
        throw new RangeError('enough')
      })
      await expect(dropped).rejects.toThrow('enough')
      await reading(async (store) => {
        expect(texts(await store.genomes())).toEqual(['A'])
        expect(await store.genesByName('B', 'symbol', 'X', 1)).toEqual([])
        expect(await store.stats()).toMatchObject({ genomes: 1, genes: 0, journal: 1 })
      })
    })

    it('can read sequences before they are committed, old and new ones', async () => {
      const known = 'ACGTN'.repeat(20_000)
      await write((change) => addText(change, known, 'known'))
      await fc.assert(
        fc.asyncProperty(
          fc.array(
            fc.string({ unit: fc.constantFrom('A', 'C', 'G', 'T', 'N'), maxLength: 30_000 }),
            { minLength: 1, maxLength: 5 },
          ),
          fc.array(fc.tuple(fc.nat(), fc.nat(), fc.nat()), { maxLength: 12 }),
          async (made, reads) => {
            const writer = await StoreWriter.open(directory(), engines)
            const change = await writer.change()
            const readable = [known]
            for (const [i, text] of made.entries()) {
              await change.residues(bytesOf(text))
              await change.sequence(digestSequence(bytesOf(text)), text.length, { readable: true })
              readable.push(text)
              for (const [which, from, size] of reads.slice(2 * i)) {
                const whole = readable[which % readable.length]!
                const start0 = from % (whole.length + 1)
                const end0 = Math.min(whole.length, start0 + (size % 20_000))
                const into = new Uint8Array(end0 - start0)
                await change.read(digestOf(whole), start0, end0, into)
                expect(Buffer.from(into).toString()).toBe(whole.slice(start0, end0))
              }
            }
            await change.abort()
            await writer.close()
          },
        ),
        { numRuns: 15 },
      )
    })
  })
}
