import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { decodeBody } from '../annotation/body.ts'
import type { Gene } from '../annotation/gene.ts'
import type { ProductKind } from '../annotation/report.ts'
import { engines } from '../cli/engines.ts'
import { digestSequence } from '../digest/sequence-digest.ts'
import { openStore } from '../store/open.ts'
import { StoreWriter } from '../store/writer.ts'
import { addGenome } from './add-genome.ts'
import { productNames } from './product-names.ts'

describe('The ids in the header of a product', () => {
  const read = (header: string) => {
    const [name = '', ...words] = header.split(' ')
    return productNames(name, words.join(' '), 10)
  }

  it("are those of Ensembl's headers", () => {
    expect(
      read(
        'ENSP00000369497.3 pep chromosome:GRCh38:13:32315508:32398770:1 gene:ENSG00000139618.19 transcript:ENST00000380152.8 gene_biotype:protein_coding transcript_biotype:protein_coding gene_symbol:BRCA2',
      ),
    ).toEqual({
      ids: ['ENSP00000369497.3'],
      transcripts: ['ENST00000380152.8'],
      genes: ['ENSG00000139618.19'],
    })
  })

  it("are GENCODE's fields", () => {
    expect(read('ENSP00000369497.3|ENST00000380152.8|ENSG00000139618.19|OTTHUMG1|-|BRCA2')).toEqual(
      {
        ids: [expect.stringContaining('|'), 'ENSP00000369497.3'],
        transcripts: ['ENST00000380152.8'],
        genes: ['ENSG00000139618.19'],
      },
    )
    expect(read('ENST00000380152.8|ENSG00000139618.19|-|').ids).toContain('ENST00000380152.8')
  })

  it("are NCBI's fields in brackets", () => {
    const found = read(
      'lcl|NC_000013.11_cds_NP_000050.3_1 [gene=BRCA2] [locus_tag=B_1] [db_xref=CCDS:9344.1] [protein=x [Cu]] [protein_id=NP_000050.3] [gbkey=CDS]',
    )
    expect(found.ids).toContain('NP_000050.3')
    expect(found.genes).toEqual(['B_1', 'BRCA2'])
    expect(read('lcl|NC_1.1_mrna_NM_1.1_1 [transcript_id=NM_000059.4]').transcripts).toEqual([
      'NM_000059.4',
    ])
  })

  it("are Phytozome's keys", () => {
    expect(read('P.1.p pacid=1 transcript=P.1.v3 locus=P.1 ID=P.1.v3')).toEqual({
      ids: ['P.1.p'],
      transcripts: ['P.1.v3'],
      genes: ['P.1'],
    })
  })
})

/** Genes of one exon each: `ATG TTT TAA`, one CDS with an id of its own. */
const GENES = ['a', 'b', 'c', 'd', 'e', 'f', 'g']

describe('Given products', () => {
  let directory: string
  let writer: StoreWriter

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'seqkeep-given-'))
    writer = await StoreWriter.open(join(directory, 'store'), engines, { create: {} })
    await writeFile(
      join(directory, 'genome.fa'),
      `>1\n${'ATGTTTTAA'.repeat(GENES.length)}\n>2\nATGTAATAA\n`,
    )
    const rows = [...GENES.map((id, i) => [id, '1', 9 * i + 1] as const), ['s', '2', 1] as const]
    const lines = rows.flatMap(([id, seqid, start]) =>
      [
        ['gene', `ID=g_${id}`],
        ['mRNA', `ID=t_${id};Parent=g_${id}`],
        ['exon', `Parent=t_${id}`],
        ['CDS', `ID=p_${id};Parent=t_${id}`],
      ].map(([type, attributes]) =>
        [seqid, 'x', type, start, start + 8, '.', '+', '0', attributes].join('\t'),
      ),
    )
    await writeFile(join(directory, 'genes.gff3'), `${lines.join('\n')}\n`)
  })
  afterAll(async () => {
    await writer.close()
    await rm(directory, { recursive: true })
  })

  async function add(genomeId: string, text: string, kind: ProductKind = 'pep') {
    const path = join(directory, `${kind}.fa`)
    await writeFile(path, text)
    const { report } = await addGenome(writer, {
      annotation: join(directory, 'genes.gff3'),
      fasta: join(directory, 'genome.fa'),
      given: { [kind]: [path] },
      manifest: {
        ...{ genome_id: genomeId, assembly_accession: 'GCA_1.1', taxon_id: 1 },
        scientific_name: 'Testus',
      },
    })
    const store = await openStore(join(directory, 'store'), engines)
    const genes = (await store.genes(genomeId, 0, 100)).map((body) => decodeBody<Gene>(body))
    const served = new Map(
      genes.map((gene) => [
        gene.stableId.slice(2),
        gene.transcripts[0]!.codings[0]!.product?.sequence.md5,
      ]),
    )
    await store.close()
    return { report, served }
  }

  const md5 = (text: string) => Buffer.from(digestSequence(Buffer.from(text)).md5).toString('hex')

  it('are matched by id, transcript and gene; the counts are those of the file', async () => {
    const { report, served } = await add(
      'counts',
      [
        '>p_a\nMF',
        '>p_b\nMF*',
        '>x gene:g_c transcript:t_c\nMW',
        '>t_d\nMFX',
        '>g_e\nMF',
        '>p_f\nMY\n>p_f\nMC',
        '>p_s\nMU',
        '>nobody\nMK',
      ].join('\n'),
    )
    const [comparison] = report.comparisons
    expect(comparison).toEqual({
      ...{ kind: 'pep', given: 9, unmatched: 3, identical: 3, notDerived: 1 },
      different: { residues: 1, 'partial codon': 1 },
    })
    expect(Object.fromEntries(served)).toEqual({
      ...{ a: md5('MF'), b: md5('MF'), c: md5('MW'), d: md5('MFX'), e: md5('MF') },
      ...{ f: md5('MF'), g: md5('MF'), s: md5('MU') },
    })
    expect(report.problems.find(({ cause }) => cause === 'given product')?.listed).toMatchObject([
      { feature: 'p_f', message: expect.stringMatching(/^line 13 of pep.fa: another record/) },
    ])
  })

  it('are not taken, nor named, where a stop within them would be left out', async () => {
    const namesBefore = [...(await writer.catalog.byName('p_s'))].length
    const { report, served } = await add('broken', '>p_s\nM*\nK*\n>p_a\nM-F\n>p_b\n*\n')
    expect(report.comparisons[0]).toMatchObject({ given: 3, unmatched: 3, notDerived: 0 })
    expect(['s', 'a', 'b'].map((id) => served.get(id))).toEqual([undefined, md5('MF'), md5('MF')])
    expect(report.problems.find(({ cause }) => cause === 'given product')).toMatchObject({
      count: 3,
      listed: [
        { feature: 'p_s', message: expect.stringMatching(/^line 1 of pep.fa: characters stand/) },
        { feature: 'p_a' },
        { feature: 'p_b', message: expect.stringMatching(/no residues/) },
      ],
    })
    expect([...(await writer.catalog.byName('p_s'))].length).toBe(namesBefore)
  })

  it('are refused, by the name of their file, where they are of another kind, or none', async () => {
    const before = await writer.catalog.stats()
    for (const kind of ['cdna', 'cds'] as const) {
      await expect(add('kind', '>t_a\nATGNRYSWKMBDHVU\n>t_b\nATG\nMFL\n', kind)).rejects.toThrow(
        new RegExp(`${kind}.fa: line 3, record "t_b": it has the letter F.* --pep`),
      )
    }
    const bases = '>p_a\nATGTTTTAA\n'
    await expect(add('kind', bases.repeat(6))).rejects.toThrow(/pep.fa: its residues are bases/)
    await expect(add('kind', 'MKV\n')).rejects.toThrow(/pep.fa: line 1/)
    expect(await writer.catalog.stats()).toEqual(before)
    // A short one may be a protein of alanine, cysteine, glycine and threonine.
    expect((await add('short', bases)).report.comparisons[0]).toMatchObject({ given: 1 })
    expect(
      (await add('letters', '>t_a\nATGNRYSWKMBDHVU\n', 'cdna')).report.comparisons,
    ).toMatchObject([{ given: 1, unmatched: 0 }])
  })
})
