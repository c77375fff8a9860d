import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { hasTestData, testData } from '../data.ts'
import { seqkeepJson, seqkeepOutput, serve, temporaryDirectory } from '../seqkeep.ts'
import { type NaiveRecord, naiveFasta } from './naive-fasta.ts'

const GENOMES = [
  'compliance/I.faa',
  'compliance/VI.faa',
  'compliance/NC.faa',
  'brca/GRCh38.13_32300001_32500000.fa',
  'human-mt/NC_012920.1.fasta',
  'phix174/NC_001422.1.fa',
  'sars-cov-2/Sars_cov_2.ASM985889v3.dna.toplevel.fa',
  'yeast-r64/Saccharomyces_cerevisiae.R64-1-1.dna.toplevel.fa.gz',
  'cram/ce.fa',
  'cram/volvox.fa',
  'cram/human_g1k_v37.20.21.1-100.fasta',
  'fasta-edge/crlf_endings.fa',
  'fasta-edge/hg38_chr13_75549820-75605809_softmasked.fa',
  'fasta-edge/iupac_amb.fa',
]
const PRODUCTS = [
  'brca/ENST00000380152.8.cdna.fa',
  'brca/ENST00000380152.8.cds.fa',
  'brca/ENSP00000369497.3.pep.fa',
  'yeast-r64/Saccharomyces_cerevisiae.R64-1-1.pep.all.fa.gz',
]
const CIRCULAR = ['Mito', 'NC_001422.1', 'NC_012920.1']

/** Files with digests that were published or computed elsewhere, and the types that have a FASTA. */
const EXPECTED = [
  ['brca', ['cdna', 'cds', 'pep']],
  ['human-mt', ['genome']],
  ['phix174', ['genome']],
  ['sars-cov-2', ['genome']],
] as const

/** Residues of a block, at whose edges the ranges aim. */
const BLOCK = 4096

describe.skipIf(!hasTestData)('the real data', () => {
  const records: (NaiveRecord & { readonly circular: boolean })[] = []
  let url: string

  beforeAll(async () => {
    const store = await temporaryDirectory()
    const files = [...GENOMES, ...PRODUCTS].map(testData)
    for (const file of files) {
      for (const record of naiveFasta(file)) {
        records.push({ ...record, circular: CIRCULAR.includes(record.name) })
      }
    }
    const circular = CIRCULAR.flatMap((name) => ['--circular', name])
    const report = await seqkeepJson<{ failed: unknown[]; missingCircular: string[] }>([
      'add',
      '--store',
      store,
      ...circular,
      ...files,
    ])
    expect(report).toMatchObject({ failed: [], missingCircular: [] })
    const distinct = new Set(records.map(({ md5 }) => md5))
    const stats = await seqkeepJson(['stats', '--store', store])
    expect(stats).toMatchObject({ sequences: distinct.size })
    url = await serve(store)
  })

  async function get(path: string, headers: Record<string, string> = {}) {
    const answer = await fetch(`${url}/sequence/${path}`, { headers })
    return { answer, body: await answer.text() }
  }

  async function expectWhole(ids: readonly string[], residues: string): Promise<void> {
    const answers = await Promise.all(ids.map((id) => get(id)))
    for (const [i, { answer, body }] of answers.entries()) {
      // Not toEqual on the bodies: a difference of megabytes takes minutes to print.
      const got = [ids[i], answer.status, body.length, body === residues]
      expect(got).toEqual([ids[i], 200, residues.length, true])
    }
  }

  it('is served whole under each digest that an independent reading computes', async () => {
    expect(records.length).toBeGreaterThan(6600)
    for (const { md5, sha512t24u, trunc512, residues } of records) {
      await expectWhole([md5, `SQ.${sha512t24u}`, trunc512], residues)
    }
  }, 300_000)

  it.each(EXPECTED)('of %s has the digests that were published', async (folder, types) => {
    const rows = readFileSync(testData(`${folder}/expected.tsv`), 'utf8')
      .trim()
      .split('\n')
      .map((row) => row.split('\t'))
      .filter((row) => (types as readonly string[]).includes(row[1]!))
    expect(rows).toHaveLength(types.length)
    for (const [id, , length, md5, sha512t24u, trunc512] of rows) {
      const { body } = await get(md5!)
      expect([id, body.length]).toEqual([id, Number(length)])
      await expectWhole([`md5:${md5}`, `ga4gh:SQ.${sha512t24u}`, `trunc512:${trunc512}`], body)
      const { answer, body: metadata } = await get(`${md5}/metadata`)
      expect([id, answer.status]).toEqual([id, 200])
      expect(JSON.parse(metadata).metadata).toMatchObject({
        md5,
        trunc512,
        ga4gh: `SQ.${sha512t24u}`,
        length: Number(length),
      })
    }
  })

  it('of the compliance suite has the digests that it lists', async () => {
    const listed = JSON.parse(readFileSync(testData('compliance/checksums.json'), 'utf8'))
    for (const [name, { md5, sha512, ga4gh }] of Object.entries<Record<string, string>>(listed)) {
      const { residues } = naiveFasta(testData(`compliance/${name}.faa`))[0]!
      await expectWhole([md5!, sha512!, ga4gh!], residues)
    }
  })

  /** A position in a sequence, more often than not beside an edge of a block or of the whole. */
  function position(length: number): fc.Arbitrary<number> {
    const edges = fc
      .tuple(fc.nat(Math.floor(length / BLOCK) + 1), fc.integer({ min: -2, max: 2 }))
      .map(([block, by]) => Math.min(Math.max(block * BLOCK + by, 0), length))
    const ends = fc.constantFrom(0, 1, length - 1, length)
    return fc.oneof(edges, ends, fc.nat(length))
  }

  /** Long sequences as often as the thousands of short ones. */
  const record = fc.oneof(
    fc.nat().map((index) => records[index % records.length]!),
    fc.nat().map((index) => {
      const long = records.filter(({ residues }) => residues.length > BLOCK)
      return long[index % long.length]!
    }),
  )
  const part = record.chain((of) => {
    const { length } = of.residues
    const ids = fc.constantFrom(of.md5, `SQ.${of.sha512t24u}`, of.trunc512)
    return fc.tuple(fc.constant(of), ids, position(length), position(length))
  })

  it('is served in parts by start and end, around the origin where it is circular', async () => {
    await fc.assert(
      fc.asyncProperty(part, async ([{ residues, circular }, id, a, b]) => {
        const [start0, end0] = circular ? [a, b] : [Math.min(a, b), Math.max(a, b)]
        fc.pre(start0 < residues.length)
        const expected =
          start0 <= end0
            ? residues.slice(start0, end0)
            : residues.slice(start0) + residues.slice(0, end0)
        const { answer, body } = await get(`${id}?start=${start0}&end=${end0}`)
        expect([answer.status, answer.headers.get('content-length')]).toEqual([
          200,
          `${expected.length}`,
        ])
        expect(body === expected).toBe(true)
      }),
      { numRuns: 1500 },
    )
  }, 300_000)

  it('is served in parts by Range', async () => {
    await fc.assert(
      fc.asyncProperty(part, fc.constantFrom('closed', 'open', 'suffix'), async (of, form) => {
        const [{ residues }, id, a, b] = of
        const { length } = residues
        const [start0, end0] = [Math.min(a, b), Math.max(a, b)]
        fc.pre(start0 < end0)
        const [range, expected] = {
          closed: [`${start0}-${end0 - 1}`, residues.slice(start0, end0)] as const,
          open: [`${start0}-`, residues.slice(start0)] as const,
          suffix: [`-${length - start0}`, residues.slice(start0)] as const,
        }[form]
        const { answer, body } = await get(id, { range: `bytes=${range}` })
        const last = start0 + expected.length - 1
        expect([answer.status, answer.headers.get('content-range')]).toEqual([
          206,
          `bytes ${start0}-${last}/${length}`,
        ])
        expect(body === expected).toBe(true)
      }),
      { numRuns: 1000 },
    )
  }, 300_000)

  it('has phiX174 in parts around its origin, as the compliance suite knows them', async () => {
    for (const [start0, end0, expected] of [
      [5374, 5, 'ATCCAACCTGCAGAGTT'],
      [5374, 0, 'ATCCAACCTGCA'],
      [5380, 25, 'CCTGCAGAGTTTTATCGCTTCCATGACGCAG'],
    ] as const) {
      const { body } = await get(`3332ed720ac7eaa9b3655c06f6b9e196?start=${start0}&end=${end0}`)
      expect(body).toBe(expected)
    }
  })
})

describe.skipIf(!hasTestData)('one content in three wrappings', () => {
  const files = ['unwrapped.fa', 'wrapped_20.fa', 'wrapped_40.fa'].map((name) =>
    testData(`fasta-edge/${name}`),
  )

  it('is stored once', async () => {
    const store = await temporaryDirectory()
    const reports = []
    for (const file of files) {
      reports.push(await seqkeepJson<{ added: unknown[] }>(['add', '--store', store, file]))
    }
    expect(reports.map(({ added }) => added[0])).toMatchObject([
      { records: 3, new: 3, known: 0 },
      { records: 3, new: 0, known: 3 },
      { records: 3, new: 0, known: 3 },
    ])
    expect(await seqkeepJson(['stats', '--store', store])).toMatchObject({ sequences: 3 })
  })

  it('has the same digests, those of an independent reading', async () => {
    const expected = naiveFasta(files[0]!).map(
      ({ name, residues, sha512t24u, md5 }) =>
        `${name}\t${residues.length}\tga4gh:SQ.${sha512t24u}\t${md5}\n`,
    )
    for (const file of files) {
      expect(await seqkeepOutput(['digest', file])).toBe(expected.join(''))
    }
  })
})
