import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { outline, readText, rows, withoutLines } from './testing/read-text.ts'

/** Genes of a GFF3 text of rows; nothing may be reported. */
async function genesOf(text: string) {
  const { genes, problems } = await readText(`##gff-version 3\n${rows(text)}`)
  expect(problems).toEqual([])
  return outline(genes)
}

const gtf = (...lines: (readonly [type: string, start: number, end: number, column: string])[]) =>
  lines
    .map(([type, start, end, column]) =>
      ['1', 'x', type, start, end, '.', '+', type === 'CDS' ? '0' : '.', column].join('\t'),
    )
    .concat('')
    .join('\n')

describe('GTF', () => {
  it('gives each gene once, with and without lines for genes and transcripts', async () => {
    const of = (gene: string, transcript: string) =>
      `gene_id "${gene}"; transcript_id "${transcript}";`
    const parts = [
      ['exon', 1, 30, of('G1', 'T1')],
      ['CDS', 1, 30, of('G1', 'T1')],
      ['exon', 51, 60, of('G1', 'T1')],
      ['exon', 1, 30, of('G1', 'T2')],
      ['exon', 70, 90, of('G2', 'T3')],
    ] as const
    const expected = [
      ['G1', 'T1 2 1', 'T2 1 0'],
      ['G2', 'T3 1 0'],
    ]
    expect(outline((await readText(gtf(...parts))).genes)).toEqual(expected)
    const transcripts = [
      ['transcript', 1, 60, of('G1', 'T1')],
      ['transcript', 1, 30, of('G1', 'T2')],
      ['transcript', 70, 90, of('G2', 'T3')],
    ] as const
    expect(outline((await readText(gtf(...transcripts, ...parts))).genes)).toEqual(expected)
    expect(outline((await readText(gtf(...parts, ...transcripts))).genes)).toEqual(expected)
  })

  it('is known without quotes, by AUGUSTUS’s bare ids and by JGI’s names', async () => {
    const unquoted = await readText(gtf(['exon', 1, 30, 'gene_id G1; transcript_id T1;']))
    expect(outline(unquoted.genes)).toEqual([['G1', 'T1 1 0']])
    const augustus = await readText(
      gtf(
        ['gene', 1, 60, 'g1'],
        ['transcript', 1, 60, 'g1.t1'],
        ['initial', 1, 30, 'transcript_id "g1.t1"; gene_id "g1";'],
        ['CDS', 1, 30, 'transcript_id "g1.t1"; gene_id "g1";'],
        ['exon', 1, 30, 'transcript_id "g1.t1"; gene_id "g1";'],
        ['tts', 60, 60, 'transcript_id "g1.t1"; gene_id "g1";'],
        ["3'-UTR", 31, 60, 'transcript_id "g1.t1"; gene_id "g1";'],
        ['gene', 70, 90, 'g2'],
        ['transcript', 70, 90, 'g2.t1'],
        ['CDS', 70, 90, 'transcript_id "g2.t1"; gene_id "g2";'],
      ),
    )
    expect(augustus.problems).toEqual([])
    expect(outline(augustus.genes)).toEqual([
      ['g1', 'g1.t1 1 1'],
      ['g2', 'g2.t1 1 1'],
    ])
    const jgi = await readText(
      gtf(
        ['exon', 1, 30, 'name "fgenesh1_pg.1"; transcriptId 7'],
        ['CDS', 1, 30, 'name "fgenesh1_pg.1"; proteinId 7; exonNumber 1'],
      ),
    )
    expect(outline(jgi.genes)).toEqual([['fgenesh1_pg.1', 'fgenesh1_pg.1 1 1']])
  })
})

describe('Types', () => {
  it('that are no genes give none', async () => {
    const types = [
      ...['primary_assembly', 'transcriptional_cis_regulatory_region', 'transcription_start_site'],
      ...[
        'CTCF_binding_site',
        'open_chromatin_region',
        'tss',
        'tts',
        'region',
        'transcript_region',
      ],
      ...['cDNA_match', 'repeat_region', 'biological_region', 'SO:0001952', 'D_loop', 'intron'],
    ]
    expect(
      await genesOf(types.map((type, i) => `1 x ${type} 1 90 . + . ID=f${i}`).join('\n')),
    ).toEqual([])
  })

  it('that are parts of transcripts make none, as AUGUSTUS and others name them', async () => {
    const parts = [
      ...['5UTR', '3UTR', 'five_prime_utr', 'three_prime_utr', "5'-UTR", 'tss', 'tts', 'intron'],
      ...['initial', 'internal', 'terminal', 'single', 'start_codon', 'five_prime_UTR_intron'],
    ]
    const found = await genesOf(
      [
        '1 x gene 1 90 . + . ID=g',
        '1 x mRNA 1 90 . + . ID=t;Parent=g',
        '1 x exon 1 90 . + . Parent=t',
        ...parts.map((type, i) => `1 x ${type} 1 ${i + 2} . + . ID=p${i};Parent=t`),
      ].join('\n'),
    )
    expect(found).toEqual([['g', 't 1 0']])
  })

  it('may be accessions of the Sequence Ontology', async () => {
    const found = await genesOf(`
      1 x SO:0001217 1 90 . + . ID=g
      1 x SO:0000234 1 90 . + . ID=t;Parent=g
      1 x SO:0000147 1 90 . + . Parent=t
      1 x SO:0000316 1 90 . + 0 ID=c;Parent=t`)
    expect(found).toEqual([['g', 't 1 1']])
  })

  it('of anything between gene and exon are transcripts', async () => {
    const found = await genesOf(`
      1 x gene 1 90 . + . ID=g
      1 x what_nobody_knows 1 90 . + . ID=t;Parent=g
      1 x exon 1 90 . + . Parent=t`)
    expect(found).toEqual([['g', 't 1 0']])
  })

  it('of genes are transcripts below a gene, as in FlyBase and TAIR', async () => {
    const found = await genesOf(`
      1 x gene 1 90 . + . ID=FBgn1
      1 x pseudogene 1 90 . + . ID=FBtr1;Parent=FBgn1
      1 x exon 1 90 . + . Parent=FBtr1
      1 x transposable_element_gene 101 190 . + . ID=AT1
      1 x mRNA_TE_gene 101 190 . + . ID=AT1.1;Parent=AT1
      1 x exon 101 190 . + . Parent=AT1.1`)
    expect(found).toEqual([
      ['FBgn1', 'FBtr1 1 0'],
      ['AT1', 'AT1.1 1 0'],
    ])
  })

  it('of proteins are no parents, though TAIR names them as such', async () => {
    const found = await genesOf(`
      1 x gene 1 90 . + . ID=AT1
      1 x mRNA 1 90 . + . ID=AT1.1;Parent=AT1
      1 x protein 1 90 . + . ID=AT1.1-Protein;Derives_from=AT1.1
      1 x exon 1 90 . + . Parent=AT1.1
      1 x CDS 1 90 . + 0 Parent=AT1.1,AT1.1-Protein`)
    expect(found).toEqual([['AT1', 'AT1.1 1 1']])
  })

  it('of mature miRNAs belong to the primary transcript that they derive from', async () => {
    const found = await genesOf(`
      1 x miRNA_primary_transcript 1 90 . + . ID=MI1
      1 x miRNA 10 30 . + . ID=MIMAT1;Derives_from=MI1`)
    expect(found).toEqual([['MI1', 'MI1 1 0', 'MIMAT1 1 0']])
  })
})

describe('Parents', () => {
  const gene = (n: number, more = '') => `
      1 x gene ${n}1 ${n}9 . + . ID=g${n}${more}
      1 x mRNA ${n}1 ${n}9 . + . ID=t${n};Parent=g${n}
      1 x exon ${n}1 ${n}9 . + . Parent=t${n}`

  it('may be operons and chromosomes, whose genes stand for themselves', async () => {
    const expected = [
      ['g1', 't1 1 0'],
      ['g2', 't2 1 0'],
    ]
    for (const parent of ['operon', 'chromosome', 'contig', 'gene_cluster', 'gene']) {
      const genes = `${gene(1, ';Parent=o')}${gene(2, ';Parent=o')}`
      const row = `1 x ${parent} 1 900 . + . ID=o`
      const own = parent === 'gene' ? [['o', 'o 1 0']] : []
      expect(await genesOf(`${row}${genes}`)).toEqual([...own, ...expected])
      // Behind its genes, it holds them together up to the last.
      expect((await genesOf(`${genes}\n${row}`)).toSorted()).toEqual([...expected, ...own])
    }
  })

  it('count all where the key stands twice', async () => {
    const found = await genesOf(`
      1 x gene 1 90 . + . ID=g
      1 x mRNA 1 90 . + . ID=a;Parent=g
      1 x mRNA 1 90 . + . ID=b;Parent=g
      1 x exon 1 90 . + . Parent=a;Parent=b`)
    expect(found).toEqual([['g', 'a 1 0', 'b 1 0']])
  })

  it('are found by ID among genes and transcripts, whatever IDs their parts have', async () => {
    const found = await genesOf(`
      1 x CDS 1 90 . + 0 ID=a;Parent=t
      1 x gene 1 90 . + . ID=a
      1 x mRNA 1 90 . + . ID=t;Parent=a
      1 x exon 1 90 . + . ID=t;Parent=t`)
    expect(found).toEqual([['a', 't 1 1']])
  })

  it('that are genes give their CDS and exons to the one transcript that has none', async () => {
    const found = await genesOf(`
      1 x gene 1 90 . + . ID=g
      1 x mRNA 1 90 . + . ID=t;Parent=g
      1 x exon 1 90 . + . Parent=g
      1 x CDS 1 90 . + 0 ID=c;Parent=g`)
    expect(found).toEqual([['g', 't 1 1']])
  })
})

describe('A Parent that is not there', () => {
  it('is reported, of transcripts and of exons, and they are left out', async () => {
    const { genes, problems } = await readText(
      `##gff-version 3\n${rows(`
      1 x gene 1 90 . + . ID=gene:g
      1 x mRNA 1 90 . + . ID=transcript:t;Parent=gene:other
      1 x exon 1 90 . + . Parent=transcript:t
      1 x exon 1 90 . + . Parent=transcript:none`)}`,
    )
    expect(outline(genes)).toEqual([['g', 'g 1 0']])
    expect(problems.map(({ cause, line }) => [cause, line])).toEqual([
      ['missing parent', 3],
      ['missing parent', 5],
    ])
  })
})

describe('The lines of a file', () => {
  const text = rows(`
    1 x chromosome 1 999 . . . ID=chr
    1 x gene 1 900 . + . ID=outer;Parent=chr
    1 x mRNA 1 900 . + . ID=o1;Parent=outer
    1 x exon 1 40 . + . Parent=o1
    1 x gene 50 300 . - . ID=inner;Parent=chr
    1 x mRNA 50 300 . - . ID=i1;Parent=inner
    1 x exon 50 80 . - . Parent=i1
    1 x CDS 50 79 . - 0 ID=ci;Parent=i1
    1 x exon 100 200 . + . Parent=o1,o2
    1 x mRNA 100 900 . + . ID=o2;Parent=outer
    1 x exon 210 300 . - . Parent=i1
    2 x gene 1 90 . + . ID=other
    2 x CDS 1 90 . + 0 ID=c2;Parent=other
    1 x exon 800 900 . + . Parent=o1
    1 x CDS 100 129 . + 0 ID=co;Parent=o2`)
  const lines = text.trim().split('\n')
  const genesIn = async (order: readonly string[]) => {
    const { genes, problems } = await readText(`##gff-version 3\n${order.join('\n')}\n`)
    expect(problems).toEqual([])
    const sorted = [...genes].sort((a, b) => (a.stableId < b.stableId ? -1 : 1))
    return (withoutLines(sorted) as { transcripts: { stableId: string }[] }[]).map((gene) => ({
      ...gene,
      transcripts: gene.transcripts.sort((a, b) => (a.stableId < b.stableId ? -1 : 1)),
    }))
  }

  it('give the same genes in any order: nested, sorted by position, children first', async () => {
    const expected = await genesIn(lines)
    expect(expected).toHaveLength(3)
    const start = (line: string) => Number(line.split('\t')[3])
    expect(await genesIn([...lines].sort((a, b) => start(a) - start(b)))).toEqual(expected)
    expect(await genesIn([...lines].reverse())).toEqual(expected)
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(lines, { minLength: lines.length }),
        async (shuffled) => {
          expect(await genesIn(shuffled)).toEqual(expected)
        },
      ),
      { numRuns: 100 },
    )
  })
})

describe('What a file lacks', () => {
  it('are genes, where someone kept transcripts alone: their Parent names them', async () => {
    const { genes, problems } = await readText(
      rows(`
        1 e mRNA 1 30 . + . ID=transcript:T1;Parent=gene:G1;Name=abc-201;biotype=protein_coding;transcript_id=T1;version=2
        1 e exon 1 30 . + . Parent=transcript:T1
        1 e CDS 1 30 . + 0 ID=CDS:P1;Parent=transcript:T1;protein_id=P1
        1 e mRNA 1 60 . + . ID=transcript:T2;Parent=gene:G1;transcript_id=T2
        1 e exon 1 60 . + . Parent=transcript:T2`),
    )
    expect(outline(genes)).toEqual([['G1', 'T1.2 1 1', 'T2 1 0']])
    expect(genes[0]).toMatchObject({ start0: 0, end0: 60, biotype: 'protein_coding' })
    expect(genes[0]?.symbol).toBeUndefined()
    expect(problems).toMatchObject([{ line: 1, cause: 'missing parent' }])
  })

  it('are genes and transcripts, where someone kept CDS alone', async () => {
    const { genes, problems } = await readText(
      rows(`
        1 x CDS 1 30 . + 0 ID=cds1;Parent=mRNA:T1
        1 x CDS 41 60 . + 0 ID=cds1;Parent=mRNA:T1
        1 x CDS 1 30 . + 0 ID=cds2;Parent=mRNA:T2`),
    )
    expect(outline(genes)).toEqual([
      ['T1', 'T1 2 1'],
      ['T2', 'T2 1 1'],
    ])
    expect(problems).toMatchObject([{ line: 1 }, { line: 3 }])
  })

  it('is a gene among others: a fault, which leaves its transcript out', async () => {
    const { genes, problems } = await readText(
      rows(`
        1 x gene 1 30 . + . ID=g
        1 x mRNA 1 30 . + . ID=t;Parent=h
        1 x exon 1 30 . + . Parent=t`),
    )
    expect(outline(genes)).toEqual([['g', 'g 1 0']])
    expect(problems).toMatchObject([{ line: 2, cause: 'missing parent' }])
  })

  it('are ids: each gene is called by its place, its transcripts after it', async () => {
    const { genes, problems } = await readText(
      rows(`
        1 x gene 1 30 . + . Name=a
        1 x gene 41 60 . - . Name=b
        1 x CDS 71 90 . + 0 product=p
        1 x gene 1 90 . . . ID=g
        1 x tRNA 1 10 . + . Parent=g
        1 x tRNA 1 20 . + . Parent=g`),
    )
    expect(outline(genes)).toEqual([
      ['1:1-30:+', '1:1-30:+ 1 0'],
      ['1:41-60:-', '1:41-60:- 1 0'],
      ['1:71-90:+', '1:71-90:+.transcript1 1 1'],
      ['g', 'g.transcript1 1 0', 'g.transcript2 1 0'],
    ])
    expect(problems).toEqual([])
  })
})
