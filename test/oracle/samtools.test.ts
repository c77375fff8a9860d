import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasTestData, testData } from '../data.ts'
import { output, seqkeepOutput, temporaryDirectory } from '../seqkeep.ts'
import { requireTool } from '../tools.ts'
import { naiveFasta } from './naive-fasta.ts'

const YEAST = 'yeast-r64/Saccharomyces_cerevisiae.R64-1-1.dna.toplevel.fa.gz'
const ready = requireTool('samtools') && hasTestData

describe.skipIf(!ready)('seqkeep get, beside samtools faidx', () => {
  /** DNA with even lines, which faidx insists on, and without the `.` that faidx takes as a base. */
  const FILES = [
    YEAST,
    'brca/GRCh38.13_32300001_32500000.fa',
    'human-mt/NC_012920.1.fasta',
    'cram/ce.fa',
    'cram/volvox.fa',
    'fasta-edge/hg38_chr13_75549820-75605809_softmasked.fa',
    'sars-cov-2/Sars_cov_2.ASM985889v3.dna.toplevel.fa',
    'ambiguous.fa',
  ]
  let directory: string
  const stores: { fasta: string; store: string; names: string[]; lengths: number[] }[] = []

  beforeAll(async () => {
    directory = await temporaryDirectory()
    const codes = 'ACGTRYSWKMBDHVNacgtryswkmbdhvn'.repeat(400).match(/.{1,61}/g)!
    writeFileSync(join(directory, 'ambiguous.fa'), `>ambiguous\n${codes.join('\n')}\n`)
    for (const [index, file] of FILES.entries()) {
      const path = file === 'ambiguous.fa' ? join(directory, file) : testData(file)
      const fasta = join(directory, `${index}.fa`)
      const bytes = readFileSync(path)
      writeFileSync(fasta, path.endsWith('.gz') ? gunzipSync(bytes) : bytes)
      const store = join(directory, `${index}.store`)
      await seqkeepOutput(['add', '--store', store, fasta])
      const records = naiveFasta(fasta)
      stores.push({
        fasta,
        store,
        names: records.map(({ name }) => name),
        lengths: records.map(({ residues }) => residues.length),
      })
    }
  })

  /** Lines of samtools' and our output are 60 wide; the files' are 50, 60, 61 and 70. */
  const aim = fc.oneof(
    fc.nat(),
    fc
      .tuple(fc.constantFrom(50, 60, 61, 70, 4096), fc.nat(2000), fc.integer({ min: -1, max: 1 }))
      .map(([width, line, by]) => Math.max(width * line + by, 0)),
    fc.constantFrom(0, 1, 2 ** 31 - 1),
  )
  const aims = fc.array(fc.tuple(fc.nat(), aim, fc.oneof(fc.nat(300), aim)), {
    minLength: 125,
    maxLength: 125,
  })

  /** Asks both for the same regions of a file; those that are out of a sequence are wrapped. */
  async function compare(
    which: number,
    regions: readonly (readonly [number, number, number])[],
    [ours, theirs]: readonly [readonly string[], readonly string[]],
  ): Promise<void> {
    const { fasta, store, names, lengths } = stores[which]!
    const asked = regions.map(([at, from, size]) => {
      const record = at % names.length
      const length = lengths[record]!
      const start1 = 1 + (from % length)
      const end1 = Math.min(start1 + (size % 10_000), length)
      return `${names[record]}:${start1}-${end1}`
    })
    const list = join(directory, 'regions.txt')
    writeFileSync(list, `${asked.join('\n')}\n`)
    const expected = await output('samtools', ['faidx', ...theirs, '-r', list, fasta])
    const got = await seqkeepOutput(['get', '--store', store, ...ours, ...asked])
    expectSame(got, inUpperCase(expected))
  }

  it.each([
    ['', [], []],
    [' in reverse complement', ['--revcomp'], ['-i']],
  ])(
    'prints the same 1,000 random regions%s',
    async (_, ours, theirs) => {
      for (const which of FILES.keys()) {
        await fc.assert(
          fc.asyncProperty(aims, (regions) => compare(which, regions, [ours, theirs])),
          { numRuns: 1, endOnFailure: true },
        )
      }
    },
    120_000,
  )

  it('prints the same whole sequences', async () => {
    for (const { fasta, store, names } of stores) {
      const expected = await output('samtools', ['faidx', fasta, ...names])
      const got = await seqkeepOutput(['get', '--store', store, ...names])
      expectSame(got, inUpperCase(expected))
    }
  })
})

/** What is stored is in upper case, names are not touched. */
function inUpperCase(fasta: string): string {
  return fasta.replace(/^[^>].*/gm, (line) => line.toUpperCase())
}

/** Shows the first line that differs, not megabytes. */
function expectSame(got: string, expected: string): void {
  if (got === expected) return
  const [ours, theirs] = [got.split('\n'), expected.split('\n')]
  const line = ours.findIndex((text, i) => text !== theirs[i])
  expect(`line ${line}: ${ours[line]}`).toBe(`line ${line}: ${theirs[line]}`)
  expect(ours.length).toBe(theirs.length)
}

describe.skipIf(!ready)('seqkeep digest, beside samtools dict', () => {
  it('prints the same names, lengths and md5 of every file', async () => {
    // But of iupac_amb.fa: samtools digests its leading `.`, which is no letter.
    const names = readdirSync(testData('.'), { recursive: true, encoding: 'utf8' })
    const files = names.filter((name) => /\.(fa|faa|fasta)(\.gz)?$/.test(name))
    const known = files.filter((name) => !name.endsWith('iupac_amb.fa')).map(testData)
    expect(known.length).toBeGreaterThan(20)
    let expected = ''
    for (const file of known) {
      const dict = await output('samtools', ['dict', '--no-header', file])
      for (const [, name, length, md5] of dict.matchAll(/\tSN:(\S+)\tLN:(\d+)\tM5:(\w+)/g)) {
        expected += `${name}\t${length}\t${md5}\n`
      }
    }
    const ours = await seqkeepOutput(['digest', ...known])
    expectSame(ours.replace(/\tga4gh:SQ\.\S{32}/g, ''), expected)
  })
})
