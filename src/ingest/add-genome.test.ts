import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { decodeBody } from '../annotation/body.ts'
import type { Gene } from '../annotation/gene.ts'
import type { Region } from '../annotation/genome.ts'
import type { Manifest } from '../annotation/manifest.ts'
import { engines } from '../cli/engines.ts'
import { digestSequence } from '../digest/sequence-digest.ts'
import { parseSha512t24u } from '../digest/sha512t24u.ts'
import { openStore } from '../store/open.ts'
import { StoreWriter } from '../store/writer.ts'
import { addGenome } from './add-genome.ts'

describe('A genome', () => {
  let directory: string
  let writer: StoreWriter

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'seqkeep-genome-'))
    writer = await StoreWriter.open(join(directory, 'store'), engines, { create: {} })
  })
  afterEach(async () => {
    await writer.close()
    await rm(directory, { recursive: true })
  })

  /** Adds records with a CDS each, over the whole of it. */
  async function add(
    genome_id: string,
    records: readonly (readonly [name: string, residues: string])[],
    manifest: Manifest = {},
    attributes = '',
  ) {
    const [fasta, annotation] = [join(directory, 'genome.fa'), join(directory, 'genes.gff3')]
    await writeFile(fasta, records.map(([name, residues]) => `>${name}\n${residues}\n`).join(''))
    const rows = records.map(([name, residues]) => [
      name,
      'x',
      'CDS',
      1,
      residues.length,
      '.',
      '+',
      0,
      `ID=${name};locus_tag=${name}${attributes}`,
    ])
    await writeFile(annotation, `${rows.map((row) => row.join('\t')).join('\n')}\n`)
    const { report } = await addGenome(writer, {
      ...{ annotation, fasta },
      manifest: {
        ...{ genome_id, assembly_accession: 'GCA_1.1', taxon_id: 1, scientific_name: 'Testus' },
        ...manifest,
      },
    })
    const store = await openStore(join(directory, 'store'), engines)
    try {
      const regions = await store.regions(genome_id, 0, 100)
      const genes = await store.genes(genome_id, 0, 100)
      return {
        report,
        regions: regions.map((body) => decodeBody<Region>(body)),
        genes: genes.map((body) => decodeBody<Gene>(body)),
      }
    } finally {
      await store.close()
    }
  }

  it('has its own names for regions that it and others have the same residues of', async () => {
    const [same, other] = ['ATGTTTTAA', 'ATGCCCTAA']
    const first = await add('first', [
      ['chr1', same],
      ['chr1_copy', same],
      ['chr2', other],
    ])
    const second = await add('second', [
      ['2', other],
      ['1', same],
    ])
    for (const [{ regions, genes }, names] of [
      [first, ['chr1', 'chr1_copy', 'chr2']],
      [second, ['2', '1']],
    ] as const) {
      expect(regions.map(({ name }) => name)).toEqual(names)
      expect(genes.map(({ stableId, region }) => [stableId, region])).toEqual(
        names.map((name) => [name, name]),
      )
    }
    const md5s = first.regions.map(({ sequence }) => sequence.md5)
    expect(md5s[0]).toBe(md5s[1])
    expect(second.regions.map(({ sequence }) => sequence.md5)).toEqual([md5s[2], md5s[0]])
    const products = first.genes.map(({ transcripts }) => transcripts[0]?.codings[0]?.product)
    expect(products[0]?.sequence).toEqual(products[1]?.sequence)
    expect(Object.keys(first.regions[0]!).sort()).toEqual(
      ['circular', 'code', 'length', 'name', 'sequence', 'synonyms'].sort(),
    )
  })

  /** Names of the products of a GFF3 or GTF text on a sequence `1`, with whose they are. */
  async function productNames(genome_id: string, text: string, cdna?: string) {
    const [fasta, annotation] = [join(directory, 'genome.fa'), join(directory, 'genes')]
    await writeFile(fasta, '>1\nATGTTTTAAATGCCCTAACC\n')
    await writeFile(annotation, text)
    const identity = { genome_id, assembly_accession: 'GCA_1.1', scientific_name: 'Testus' }
    const given = join(directory, 'cdna.fa')
    if (cdna !== undefined) await writeFile(given, cdna)
    await addGenome(writer, {
      ...{ annotation, fasta, manifest: { ...identity, taxon_id: 1 } },
      ...(cdna !== undefined && { given: { cdna: [given] } }),
    })
    const store = await openStore(join(directory, 'store'), engines)
    try {
      const genes = (await store.genes(genome_id, 0, 10)).map((body) => decodeBody<Gene>(body))
      const found = new Set<string>()
      for (const { cdna, codings } of genes.flatMap(({ transcripts }) => transcripts)) {
        for (const each of [cdna, ...codings.map(({ product }) => product?.sequence)]) {
          if (!each) continue
          const aliases = await store.aliases(parseSha512t24u(each.sha512t24u)!)
          for (const { authority, alias } of aliases) found.add(`${authority}:${alias}`)
        }
      }
      return [...found].sort()
    } finally {
      await store.close()
    }
  }

  it('names no sequence by an id that is made: two organelles have an ND1 each', async () => {
    const text = `1\tRefSeq\tgene\t1\t9\t.\t+\t.\tID=gene-ND1;gbkey=Gene;gene=ND1
1\tRefSeq\tCDS\t1\t9\t.\t+\t0\tID=cds-YP_1;Parent=gene-ND1;gbkey=CDS;protein_id=YP_003024026.1
1\tRefSeq\tgene\t10\t18\t.\t+\t.\tID=gene-ND2;gbkey=Gene;gene=ND2
1\tRefSeq\tCDS\t10\t18\t.\t+\t0\tParent=gene-ND2;gbkey=CDS\n`
    expect(await productNames('made', text)).toEqual(['refseq:YP_003024026.1'])
  })

  it('has ids of Ensembl in GTF only where they look like them or the file says so', async () => {
    const line = (id: string) =>
      `1\tx\texon\t1\t9\t.\t+\t.\tgene_id "${id}G"; transcript_id "${id}";\n`
    const text = line('MSTRG.1.1') + line('ENST00000380152') + line('NM_000059.4')
    const names = ['ensembl:ENST00000380152', 'local:MSTRG.1.1', 'refseq:NM_000059.4']
    expect(await productNames('anyone', text)).toEqual(names)
    const stated = `#!genebuild-last-updated 2018-07\n${line('YAL001C').replace('1\t9', '2\t9')}`
    expect(await productNames('ensembl', stated)).toEqual(['ensembl:YAL001C'])
  })

  it('names nothing by an id whose record has other residues than the genome', async () => {
    const edit = 'exception=annotated by transcript or proteomic data'
    const text = (note: string) => `1\tRefSeq\tgene\t1\t9\t.\t+\t.\tID=gene-A;gbkey=Gene;gene=A
1\tRefSeq\tmRNA\t1\t9\t.\t+\t.\tID=rna-1;Parent=gene-A;transcript_id=NM_000059.4;${note}
1\tRefSeq\tCDS\t1\t9\t.\t+\t0\tID=cds-1;Parent=rna-1;protein_id=NP_000050.3;${note}\n`
    expect(await productNames('other', text(edit))).toEqual([])
    const noted = 'Note=The RefSeq protein has 1 substitution compared to this genomic sequence'
    expect(await productNames('noted', text(noted))).toEqual([])
    const given = '>NM_000059.4\nATGTTTTAG\n'
    expect(await productNames('given', text(edit), given)).toEqual(['refseq:NM_000059.4'])
    const names = ['refseq:NM_000059.4', 'refseq:NP_000050.3']
    expect(await productNames('same', text('Note=conserved'))).toEqual(names)
  })

  it('has genes across the origin of a circle that the user alone knows', async () => {
    const [fasta, annotation] = [join(directory, 'genome.fa'), join(directory, 'genes.gff3')]
    await writeFile(fasta, '>1\nTTTTAACCCCATG\n')
    const row = (start: number, end: number) => `1\tx\tCDS\t${start}\t${end}\t.\t+\t0\tID=p\n`
    for (const [i, text] of [row(11, 6), row(1, 6) + row(11, 13), row(11, 19)].entries()) {
      await writeFile(annotation, text)
      const identity = { assembly_accession: 'GCA_1.1', scientific_name: 'Testus', taxon_id: 1 }
      const manifest = { ...identity, genome_id: `circle${i}` }
      await addGenome(writer, { annotation, fasta, manifest, circular: new Set(['1']) })
    }
    const md5 = Buffer.from(digestSequence(Buffer.from('MF')).md5).toString('hex')
    const store = await openStore(join(directory, 'store'), engines)
    for (const genomeId of ['circle0', 'circle1', 'circle2']) {
      const [gene] = (await store.genes(genomeId, 0, 2)).map((body) => decodeBody<Gene>(body))
      expect(gene).toMatchObject({ start0: 10, end0: 19 })
      expect(gene?.transcripts[0]?.codings[0]?.product?.sequence.md5).toBe(md5)
    }
    await store.close()
  })

  it('notes a code that its lines have and its mitochondrion seldom', async () => {
    const { report } = await add('mt', [['MT', 'ATGTTTTAA']], {}, ';transl_table=1')
    expect(report.notes.filter((note) => note.startsWith('genetic_code'))).toEqual([
      expect.stringMatching(/^genetic_code: 1 on MT, as its lines say/),
    ])
    expect(report.counts.proteins).toBe(1)
  })

  it('is refused where a sequence has characters within that are dropped: positions would shift', async () => {
    await expect(add('gap', [['1', 'ATG-TTTTAA']])).rejects.toThrow(
      /line 1, record "1": characters stand between/,
    )
    expect((await add('end', [['1', 'ATG TTT TAA \t\nATG *']])).regions[0]?.length).toBe(12)
  })
})
