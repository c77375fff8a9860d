import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasTestData } from '../data.ts'
import { output, seqkeep, seqkeepOutput, serve } from '../seqkeep.ts'
import { requireTool } from '../tools.ts'
import { addMaskedFiles } from './masked-files.ts'

/** Of the regions; a title names it. */
const SEED = Date.now() % 2 ** 31

/** A file that was added, as samtools has it and as it is asked for. */
interface Added {
  readonly collection: string
  /** The collection as it is exported. */
  readonly fasta: string
  readonly lengths: readonly (readonly [name: string, length: number])[]
}

interface Region {
  readonly name: string
  readonly start0: number
  readonly end0: number
}

/** Positions near the ends of lines and blocks, and anywhere. */
const aim = fc.oneof(
  fc.nat(),
  fc
    .tuple(fc.constantFrom(60, 8192, 61_440), fc.nat(3000), fc.integer({ min: -1, max: 1 }))
    .map(([width, line, by]) => Math.max(width * line + by, 0)),
  fc.constantFrom(0, 2 ** 31 - 1),
)
const sizes = fc.oneof(
  { weight: 20, arbitrary: fc.nat(500) },
  { weight: 2, arbitrary: aim.map((size) => size % 20_000) },
  { weight: 1, arbitrary: fc.nat(150_000) },
)

function regionsOf({ lengths }: Added, count: number): Region[] {
  const drawn = fc.sample(fc.tuple(fc.nat(), aim, sizes), { numRuns: count, seed: SEED })
  return drawn.map(([at, from, size]) => {
    const [name, length] = lengths[at % lengths.length]!
    const start0 = from % length
    return { name, start0, end0: Math.min(start0 + 1 + size, length) }
  })
}

const bedOf = (regions: readonly Region[], strand: string) =>
  regions
    .map(({ name, start0, end0 }, i) => `${name}\t${start0}\t${end0}\tr${i}\t0\t${strand}\n`)
    .join('')

const listOf = (regions: readonly Region[]) =>
  regions.map(({ name, start0, end0 }) => `${name}:${start0 + 1}-${end0}\n`).join('')

describe.skipIf(!hasTestData || !requireTool('samtools'))(
  `batches of regions, beside samtools (seed ${SEED})`,
  () => {
    let directory: string
    let store: string
    let url: string
    const added: Added[] = []

    beforeAll(async () => {
      const masked = await addMaskedFiles()
      directory = masked.directory
      store = masked.store
      for (const { collection } of masked.files) {
        const fasta = join(directory, `${collection}.fa`)
        await seqkeep(['export', '--store', store, collection, '-o', fasta])
        await output('samtools', ['faidx', fasta])
        const lengths = readFileSync(`${fasta}.fai`, 'utf8')
          .trim()
          .split('\n')
          .map((line) => line.split('\t'))
          .map(([name, length]) => [name!, Number(length)] as const)
        added.push({ collection, fasta, lengths })
      }
      url = await serve(store)
    }, 60_000)

    it('5,000 regions are the same, byte for byte, on both strands', async () => {
      for (const each of added) {
        const regions = regionsOf(each, 5000)
        const list = join(directory, 'regions.txt')
        writeFileSync(list, listOf(regions))
        for (const [strand, options] of [
          ['+', []],
          ['-', ['-i']],
        ] as const) {
          const expected = await output('samtools', ['faidx', ...options, '-r', list, each.fasta])
          expect(expected.length).toBeGreaterThan(5_000_000)
          const bed = bedOf(regions, strand)
          const answer = await fetch(`${url}/sequences?collection=${each.collection}`, {
            ...{ method: 'POST', headers: { 'content-type': 'text/x-bed' } },
            body: bed,
          })
          expect(answer.status).toBe(200)
          expect((await answer.text()) === expected).toBe(true)
          const file = join(directory, 'regions.bed')
          writeFileSync(file, bed)
          const printed = await seqkeepOutput([
            ...['get', '--store', store, '--collection', each.collection, '--bed', file],
          ])
          expect(printed === expected).toBe(true)
          const named = await seqkeepOutput([
            ...['get', '--store', store, '--collection', each.collection, '--regions', list],
            ...(strand === '-' ? ['--revcomp'] : []),
          ])
          expect(named === expected).toBe(true)
        }
      }
    }, 120_000)

    it('the spellings of regions mean the same', async () => {
      const [yeast] = added
      const list = join(directory, 'spellings.txt')
      const spellings = ['I', 'I:100', 'I:1,000-2,000', 'I:-70', '{I}:5-9', '{IV}', 'Mito:85779-']
      writeFileSync(list, `${spellings.join('\n')}\n`)
      const expected = await output('samtools', ['faidx', '-r', list, yeast!.fasta])
      const printed = await seqkeepOutput([
        ...['get', '--store', store, '--collection', yeast!.collection, '--regions', list],
      ])
      expect(printed === expected).toBe(true)
    })
  },
)
