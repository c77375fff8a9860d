import { describe, expect, it } from 'vitest'
import { digestSequence } from '../../digest/sequence-digest.ts'
import type { CollectionAlias } from '../collections.ts'
import { Journal } from '../journal/journal.ts'
import type { Engines } from '../reader.ts'
import { addText, bytesOf, digestOf } from './disk-store.ts'
import { expectFile, freshCollections } from './fresh-collections.ts'
import { freshStore } from './fresh-store.ts'
import {
  contentOf,
  digestOf as digestOfText,
  maskOf,
  maskSetOf,
  type TestFile,
} from './test-file.ts'
import { addGenome, gene, type TestGenome, texts } from './test-genome.ts'

/** What every pair of engines must do when something goes. */
export function describeRemovals(name: string, engines: Engines): void {
  describe(`collections that go, on ${name}`, () => {
    const { write, reading, rebuild, expectSound, add, addGenome } = freshCollections(engines)

    it('go mask set by mask set, and with the last one whole', async () => {
      const members = [
        { name: 'x', text: 'ACGT', description: 'of a genome' },
        { name: 'y', text: 'ACGT' },
      ]
      const first: TestFile = { members, source: 'g.fa', names: [['insdc', 'GCA_9.1']] }
      const second: TestFile = {
        members: members.map((each) => ({ ...each, runs: [0, 2], description: 'of a file' })),
        source: 'soft.fa',
        names: [['local', 'soft']],
      }
      await addGenome('G', first)
      expect(await add(second)).toBe(true)
      const alias = (file: TestFile, i: number): CollectionAlias => ({
        ...{ authority: file.names![i]![0], alias: file.names![i]![1], mask: maskOf(file) },
      })
      const digest = contentOf(first)
      await write(async (change) => {
        await change.remove({ kind: 'remove genome', id: 'G' })
        await change.remove({ kind: 'remove collection alias', digest, ...alias(first, 0) })
        await change.remove({ kind: 'remove collection', digest, mask: maskOf(first) })
      })
      const expectSecond = () =>
        reading(async (store) => {
          await expectFile(store, second)
          expect((await store.collection(digest))?.masks).toEqual([maskSetOf(second)])
          expect(await store.collectionsByAlias(undefined, 'GCA_9.1')).toEqual([])
          expect(await store.collectionAuthorities()).toEqual(['local'])
          expect(await store.collectionAliases(digest)).toEqual([alias(second, 0)])
          expect(await store.members(digest, maskOf(first), 0, 10)).toEqual([])
          expect(await store.stats()).toMatchObject({ collections: 1 })
        })
      await expectSecond()
      await expectSound()
      await rebuild()
      await expectSecond()
      await expectSound()

      await write(async (change) => {
        await change.remove({ kind: 'remove collection alias', digest, ...alias(second, 0) })
        await change.remove({ kind: 'remove collection', digest, mask: maskOf(second) })
      })
      const expectNone = () =>
        reading(async (store) => {
          expect(await store.collection(digest)).toBeUndefined()
          expect(await store.collections(new Map(), 0, 10)).toEqual({ digests: [], total: 0 })
          expect(await store.attributeDigests('names', 0, 10)).toEqual({ digests: [], total: 0 })
          const sequence = digestOfText('ACGT')
          expect(await store.collectionsOf(sequence, 10)).toEqual([])
          expect(await store.collectionsWithLength(4, 10)).toEqual([])
          expect(await store.stats()).toMatchObject({ collections: 0 })
        })
      await expectNone()
      await rebuild()
      await expectNone()
      await expectSound()

      expect(await add(second)).toBe(true)
      await reading((store) => expectFile(store, second))
      await expectSound()
    })
  })

  describe(`genomes that go, on ${name}`, () => {
    const { directory, write, reading, rebuild, expectSound } = freshStore(engines)
    const add = (genome: TestGenome) => write((change) => addGenome(change, genome))

    it('go with what nothing else states, and can come again', async () => {
      await write((change) => addText(change, 'TTTT', 'kept'))
      const genome = {
        id: 'A',
        genes: [gene('x', [['symbol', 'X']])],
        keywords: [['tolid', 't']],
      } as const
      const sequence = `ACGT${'A'.repeat(1)}`
      await add(genome)
      await add({ ...genome, id: 'BB' })
      await write(async (change) => {
        await change.remove({ kind: 'remove genome', id: 'A' })
        await change.remove({
          kind: 'remove alias',
          digest: digestOf(sequence),
          authority: 'local',
          alias: 'name of A',
        })
        await change.remove({ kind: 'remove sequence', digest: digestOf(sequence) })
      })
      const expectGone = () =>
        reading(async (store) => {
          expect(texts(await store.genomes())).toEqual(['BB'])
          expect(texts(await store.genomesBy('tolid', 'T'))).toEqual(['BB'])
          expect(await store.genesByName('A', 'symbol', 'X', 10)).toEqual([])
          expect(texts(await store.genesByName('BB', 'symbol', 'X', 10))).toEqual(['x'])
          expect(await store.region('A', 'chr1')).toBeUndefined()
          expect(
            await store.find({ kind: 'alias', authority: 'local', alias: 'name of A' }),
          ).toEqual([])
          expect(await store.find({ kind: 'sha512t24u', digest: digestOf(sequence) })).toEqual([])
          const { md5 } = digestSequence(bytesOf(sequence))
          expect(await store.find({ kind: 'md5', digest: md5 })).toEqual([])
          expect(await store.stats()).toMatchObject({
            ...{ genomes: 1, genes: 1, sequences: 2, residues: 4 + 6, aliases: 2 },
          })
        })
      await expectGone()
      await expectSound()
      await rebuild()
      await expectGone()
      await expectSound()

      await add(genome)
      await expectSound()
      await rebuild()
      await expectSound()
      await reading(async (store) => {
        expect(texts(await store.genesByName('A', 'symbol', 'X', 10))).toEqual(['x'])
        const [record] = await store.find({ kind: 'alias', authority: 'local', alias: 'name of A' })
        const into = new Uint8Array(record!.length)
        await store.read(record!, 0, record!.length, into)
        expect(Buffer.from(into).toString()).toBe(sequence)
      })
    })

    it('share a name with a later record, which keeps it when the genome goes', async () => {
      const sequence = 'ACGTA'
      await add({ id: 'A' })
      await write((change) => addText(change, sequence, 'name of A', 'another'))
      await reading(async (store) => {
        expect(await store.aliases(digestOf(sequence))).toHaveLength(2)
        expect(await store.stats()).toMatchObject({ aliases: 2, sequences: 1 })
      })
      // The journal has the name in both records, so that a removal can find the second.
      const stated: number[] = []
      for (const number of [1, 2]) {
        for await (const entries of new Journal(directory()).read(number)) {
          for (const entry of entries) {
            if (entry.kind === 'alias' && entry.alias === 'name of A') stated.push(number)
          }
        }
      }
      expect(stated).toEqual([1, 2])
    })
  })
}
