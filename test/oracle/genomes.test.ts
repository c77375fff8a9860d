import { createReadStream, createWriteStream, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { createGunzip } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import type { Comparison } from '../../src/annotation/report.ts'
import { hasTestData, testData } from '../data.ts'
import { output, seqkeepJson, seqkeepOutput, temporaryDirectory } from '../seqkeep.ts'
import { requireTool } from '../tools.ts'
import {
  addGenome,
  BRCA2,
  type GenomeFiles,
  HUMAN_MT,
  PHIX174,
  SARS_COV_2_ENSEMBL,
  SARS_COV_2_NCBI,
  YEAST_GFF3,
  YEAST_GTF,
  YEAST_PEP,
} from './genomes.ts'
import { naiveFasta } from './naive-fasta.ts'
import { type Products, readProducts } from './products.ts'

interface Row {
  readonly id: string
  readonly type: string
  readonly length: number
  readonly md5: string
  readonly note: string
}

/** Rows of an `expected.tsv` of one kind of product. */
function expected(folder: string, type: string): Row[] {
  const lines = readFileSync(testData(`${folder}/expected.tsv`), 'utf8')
    .trim()
    .split('\n')
  return lines
    .slice(1)
    .map((line) => line.split('\t'))
    .map(([id = '', kind = '', length = '', md5 = '', , , note = '']) => ({
      ...{ id, type: kind, md5, note },
      length: Number(length),
    }))
    .filter((row) => row.type === type)
}

async function derive(files: GenomeFiles): Promise<Products & { store: string; genomeId: string }> {
  const store = join(await temporaryDirectory(), 'store')
  const { genomeId } = await addGenome(store, files)
  return { ...(await readProducts(store, genomeId)), store, genomeId }
}

describe.skipIf(!hasTestData)('products derived from published annotations', () => {
  for (const [name, files] of [
    ['a region', BRCA2],
    ['a chromosome', undefined],
  ] as const) {
    it(`of BRCA2 have the checksums of Ensembl, in the coordinates of ${name}`, async () => {
      const { cdna, cds, pep } = await derive(files ?? (await brca2OnChromosome()))
      for (const [kind, found, id] of [
        ['cdna', cdna, 'ENST00000380152.8'],
        ['cds', cds, 'ENSP00000369497.3'],
        ['pep', pep, 'ENSP00000369497.3'],
      ] as const) {
        const [row] = expected('brca', kind)
        expect(found.get(id)).toMatchObject({ md5: row?.md5, length: row?.length })
      }
      expect(cdna.get('ENST00000380152.8')?.md5).toBe('2f8c687a656debd4c8b1b4d47747ba35')
    })
  }

  it('of the human mitochondrion are its 13 proteins, with starts and stops of code 2', async () => {
    const { cds, pep } = await derive(HUMAN_MT)
    const lengths = [318, 347, 513, 227, 68, 226, 261, 115, 98, 459, 603, 174, 380]
    expect(expected('human-mt', 'pep').map(({ length }) => length)).toEqual(lengths)
    expect(pep.size).toBe(13)
    compare('human-mt', 'pep', pep)
    compare('human-mt', 'cds', cds)
  })

  it('of the human mitochondrion are the same where the annotation has another name and no code', async () => {
    const directory = await temporaryDirectory()
    const gff3 = join(directory, 'MT.gff3')
    const text = readFileSync(HUMAN_MT.gff3, 'utf8')
      .replace(/^NC_012920\.1\t/gm, 'MT\t')
      .replace(/;(transl_table|genome|chromosome)=[^;\n]*/g, '')
    writeFileSync(gff3, text)
    for (const genetic_code of [undefined, { MT: 2 }, { 'NC_012920.1': 2 }]) {
      const taxon_id = genetic_code ? 1 : 9606
      const manifest = { ...HUMAN_MT.manifest, taxon_id, ...(genetic_code && { genetic_code }) }
      const { pep } = await derive({ ...HUMAN_MT, gff3, manifest })
      compare('human-mt', 'pep', pep)
    }
  })

  it('of phiX174 are its 11 proteins, three of them across the origin', async () => {
    const { cds, pep } = await derive(PHIX174)
    expect(pep.size).toBe(11)
    compare('phix174', 'pep', pep)
    compare('phix174', 'cds', cds)
  })

  it("of SARS-CoV-2 have pp1ab by NCBI's rows", async () => {
    const { cds, pep } = await derive(SARS_COV_2_NCBI)
    const ncbi = ({ note }: Row) => note.startsWith('NCBI')
    compare('sars-cov-2', 'pep', pep, ncbi)
    compare('sars-cov-2', 'cds', cds, ncbi)
    expect(pep.get('YP_009724389.1')).toMatchObject({
      length: 7096,
      md5: 'e6608b50fcd6e004708a875615ddf2d9',
    })
  })

  it("of SARS-CoV-2 lack pp1ab by Ensembl's single row, and the report says why", async () => {
    const { cds, pep, store, genomeId } = await derive(SARS_COV_2_ENSEMBL)
    const whole = ({ note }: Row) => note.endsWith('literally; internal stops 0')
    compare('sars-cov-2', 'pep', pep, whole)
    expect(pep.has('ENSSASP00005000002')).toBe(false)
    expect([...cds.values()].map((each) => each.md5)).toContain('cbc5724b8fdd5cd9ac2530d888840f73')
    const { problems } = await seqkeepJson<Report>(['genome', 'report', '--store', store, genomeId])
    const stops = problems.find(({ cause }) => cause === 'internal stop')
    expect(stops?.count).toBe(1)
    expect(stops?.listed[0]?.message).toMatch(/172/)
    expect(stops?.listed[0]?.line).toBeGreaterThan(0)
  })
})

interface Report {
  readonly problems: readonly {
    readonly cause: string
    readonly count: number
    readonly listed: readonly { readonly line?: number; readonly message: string }[]
  }[]
}

function compare(
  folder: string,
  type: string,
  found: Products['pep'],
  which: (row: Row) => boolean = () => true,
): void {
  const rows = expected(folder, type).filter(which)
  expect(rows.length).toBeGreaterThan(0)
  const derived = rows.map(({ id }) => [id, found.get(id)?.length, found.get(id)?.md5])
  expect(derived).toEqual(rows.map((row) => [row.id, row.length, row.md5]))
}

/** The region of BRCA2 where it lies on chromosome 13, all else N. */
async function brca2OnChromosome(): Promise<GenomeFiles> {
  const [region] = naiveFasta(BRCA2.fasta)
  const chromosome = Buffer.alloc(114_364_328, 'N')
  chromosome.write(region!.residues, 32_300_000, 'latin1')
  const fasta = join(await temporaryDirectory(), '13.fa')
  writeFileSync(fasta, Buffer.concat([Buffer.from('>13\n'), chromosome, Buffer.from('\n')]))
  return { ...BRCA2, fasta, gff3: testData('brca/ENST00000380152.8.chr13-coords.gff3') }
}

describe.skipIf(!(hasTestData && requireTool('gffread')))('products of the yeast genome', () => {
  let directory: string
  let yeast: Awaited<ReturnType<typeof derive>>
  let published: Map<string, string>

  beforeAll(async () => {
    directory = await temporaryDirectory()
    yeast = await derive(YEAST_GFF3)
    published = new Map(naiveFasta(YEAST_PEP).map(({ name, md5 }) => [name, md5]))
  }, 120_000)

  it('are cDNA and CDS as gffread splices them', async () => {
    const [genome, genes] = [join(directory, 'genome.fa'), join(directory, 'genes.gff3')]
    await pipeline(createReadStream(YEAST_GFF3.fasta), createGunzip(), createWriteStream(genome))
    await pipeline(createReadStream(YEAST_GFF3.gff3), createGunzip(), createWriteStream(genes))
    const [cdna, cds] = [join(directory, 'cdna.fa'), join(directory, 'cds.fa')]
    await output('gffread', ['-g', genome, '-w', cdna, '-x', cds, genes])
    const ours = (found: Products['cdna']) =>
      new Map([...found].map(([id, sequence]) => [id, sequence.md5]))
    const theirs = (path: string) =>
      new Map(naiveFasta(path).map(({ name, md5 }) => [name.replace(/^transcript:/, ''), md5]))
    expect(yeast.cdna.size).toBe(7036)
    expect(yeast.cds.size).toBe(6600)
    expect(ours(yeast.cdna)).toEqual(theirs(cdna))
    const ofTranscripts = new Map(
      yeast.genes
        .flatMap(({ transcripts }) => transcripts)
        .flatMap(({ stableId, codings }) =>
          codings.map(({ cds }) => [stableId, cds!.md5] as const),
        ),
    )
    expect(ofTranscripts).toEqual(theirs(cds))
  })

  it("are Ensembl's proteins, but for seven that changed between releases", async () => {
    const different = [...yeast.pep]
      .map(([id, { md5 }]) => [id.replace(/_mRNA$/, ''), md5] as const)
      .filter(([id, md5]) => published.get(id) !== md5)
      .map(([id]) => id)
    expect(yeast.pep.size).toBe(6600)
    expect(different.sort()).toEqual([
      'YCL054W-A',
      'YDR098C',
      'YGL033W',
      'YIL111W',
      'YJL041W',
      'YMR242C',
      'YOR312C',
    ])
  })

  it('are the same from GTF', async () => {
    const fromGtf = await derive(YEAST_GTF)
    const all = ({ cdna, cds, pep }: Products) =>
      [cdna, cds, pep].map((found) => [...found.values()].map(({ md5 }) => md5).sort())
    expect(all(fromGtf)).toEqual(all(yeast))
  })

  it('are those of pep.all where that is given', async () => {
    const store = join(directory, 'given')
    const { genomeId, report } = await addGenome(store, YEAST_GFF3, ['--pep', YEAST_PEP])
    const { pep } = await readProducts(store, genomeId)
    const taken = [...pep].filter(
      ([id, { md5 }]) => published.get(id.replace(/_mRNA$/, '')) === md5,
    )
    expect(taken).toHaveLength(6599)
    expect(report).toMatchObject({
      comparisons: [{ kind: 'pep', given: published.size, identical: 6593 }],
    })
    const [{ unmatched, identical, notDerived, different }] = report.comparisons as [Comparison]
    const others = Object.values(different).reduce((sum, count) => sum + count, 0)
    expect(unmatched + identical + notDerived + others).toBe(published.size)
  })

  it('are all in the store, with their lengths', async () => {
    const [found] = await seqkeepJson<{ checksums: number; problems: string[] }[]>([
      ...['genome', 'verify', '--store', yeast.store, yeast.genomeId],
    ])
    expect(found!.problems).toEqual([])
    expect(found!.checksums).toBeGreaterThan(17 + 7036 + 2 * 6600)
    await seqkeepOutput(['verify', '--store', yeast.store])
  })

  it('stay out of a second load of the same files', async () => {
    const again = await addGenome(yeast.store, YEAST_GFF3)
    expect(again).toMatchObject({ genomeId: yeast.genomeId, changed: false })
  })
})
