import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AnnotationScan } from './scan.ts'
import { readText, rows, withoutLines } from './testing/read-text.ts'

async function read(text: string) {
  const found = await readText(text)
  return { ...found, gene: found.genes[0]!, transcript: found.genes[0]?.transcripts[0] }
}

const dialectOf = ({ dialect }: AnnotationScan) => dialect

describe("Ensembl's GFF3", () => {
  const text = rows(`
    ##gff-version 3
    #!genome-build ENA ASM1
    #!genome-build-accession NCBI:GCA_000001.1
    #!genebuild-last-updated 2020-01
    1 e chromosome 1 900 . . . ID=chromosome:1;Alias=CM1.1,NC_1.1;Is_circular=true
    ###
    1 e gene 1 100 . - . ID=gene:ENSG01;Name=ABC;biotype=protein_coding;description=a~name~[Source:HGNC~Symbol%3BAcc:HGNC:5];gene_id=ENSG01;version=3
    1 e mRNA 1 100 . - . ID=transcript:ENST01;Parent=gene:ENSG01;Name=ABC-201;biotype=protein_coding;tag=basic,Ensembl_canonical,MANE_Select;transcript_id=ENST01;transcript_support_level=1~(assigned~to~previous~version~3);version=2
    1 e exon 1 40 . - . Parent=transcript:ENST01;exon_id=ENSE02;ensembl_phase=1;ensembl_end_phase=-1;rank=2;version=1
    1 e exon 61 100 . - . Parent=transcript:ENST01;exon_id=ENSE01;ensembl_phase=-1;ensembl_end_phase=1;rank=1;version=1
    1 e CDS 20 40 . - 0 ID=CDS:ENSP01;Parent=transcript:ENST01;protein_id=ENSP01;version=4
    1 e CDS 61 90 . - 0 ID=CDS:ENSP01;Parent=transcript:ENST01;protein_id=ENSP01;version=4
    ###`)

  it('gives pragmas, regions, ids with versions, tags and the name’s source', async () => {
    const { scan, gene, transcript } = await read(text)
    expect(dialectOf(scan)).toBe('ensembl')
    expect(scan.pragmas).toEqual({
      assemblyName: 'ASM1',
      assemblyAccession: 'GCA_000001.1',
      genebuildDate: '2020-01',
    })
    expect(scan.regions).toMatchObject([
      {
        seqid: '1',
        length: 900,
        type: 'chromosome',
        circular: true,
        synonyms: ['CM1.1', 'NC_1.1'],
      },
    ])
    expect(gene).toMatchObject({
      ...{ stableId: 'ENSG01.3', unversionedStableId: 'ENSG01', version: 3, symbol: 'ABC' },
      ...{ name: 'a name', nameSource: { source: 'HGNC Symbol', accession: 'HGNC:5' } },
      ...{ start0: 0, end0: 100, strand: -1 },
    })
    expect(transcript).toMatchObject({
      stableId: 'ENST01.2',
      symbol: 'ABC-201',
      tags: { canonical: true, mane: 'select', gencodeBasic: true, tsl: '1' },
      exons: [
        { stableId: 'ENSE01.1', start0: 60, phases: [-1, 1] },
        { stableId: 'ENSE02.1', start0: 0, phases: [1, -1] },
      ],
      codings: [
        {
          product: { stableId: 'ENSP01.4', unversionedStableId: 'ENSP01', version: 4 },
          segments: [
            { start0: 60, end0: 90, phase: 0 },
            { start0: 19, end0: 40, phase: 0 },
          ],
        },
      ],
    })
  })

  it('is not that of ITAG, whose IDs begin so too', async () => {
    const { scan, gene } = await read(
      rows(`
        ##gff-version 3
        SL4.0ch01 maker_ITAG gene 1 90 . + . ID=gene:Solyc01g004000.1;Alias=S1;Name=Solyc01g004000.1
        SL4.0ch01 maker_ITAG mRNA 1 90 . + . ID=mRNA:Solyc01g004000.1.1;Parent=gene:Solyc01g004000.1
        SL4.0ch01 maker_ITAG exon 1 90 . + . ID=exon:Solyc01g004000.1.1.1;Parent=mRNA:Solyc01g004000.1.1`),
    )
    expect(dialectOf(scan)).toBe('gff3')
    expect(gene).toMatchObject({ stableId: 'Solyc01g004000.1' })
    expect(gene.symbol).toBeUndefined()
  })

  it('gives the same genes in whatever order the lines of a block stand', async () => {
    const expected = withoutLines((await read(text)).genes)
    const lines = text.split('\n')
    const block = lines.slice(6, 12)
    await fc.assert(
      fc.asyncProperty(
        fc.shuffledSubarray(block, { minLength: block.length }),
        async (shuffled) => {
          const { genes, problems } = await read(
            [...lines.slice(0, 6), ...shuffled, '###\n'].join('\n'),
          )
          expect(problems).toEqual([])
          expect(withoutLines(genes)).toEqual(expected)
        },
      ),
      { numRuns: 30 },
    )
  })
})

describe('Other dialects', () => {
  it("are read: GENCODE's, with versions in ids and a copy on Y", async () => {
    const { scan, gene, transcript } = await read(
      rows(`
      ##gff-version 3
      ##provider: GENCODE
      chrY H gene 1 90 . + . ID=ENSG01.5_PAR_Y;gene_id=ENSG01.5_PAR_Y;gene_type=protein_coding;gene_name=ABC
      chrY H transcript 1 90 . + . ID=ENST01.6_PAR_Y;Parent=ENSG01.5_PAR_Y;gene_id=ENSG01.5_PAR_Y;transcript_id=ENST01.6_PAR_Y;gene_type=protein_coding;gene_name=ABC;transcript_type=lncRNA;transcript_name=ABC-201;tag=basic,appris_principal_1,cds_start_NF
      chrY H exon 1 90 . + . ID=exon:1;Parent=ENST01.6_PAR_Y;exon_id=ENSE01.1;exon_number=1
      chrY H CDS 1 87 . + 1 ID=CDS:1;Parent=ENST01.6_PAR_Y;protein_id=ENSP01.2
      chrY H stop_codon 88 90 . + 0 ID=stop:1;Parent=ENST01.6_PAR_Y
      chrY H stop_codon_redefined_as_selenocysteine 11 13 . + . ID=sec:1;Parent=ENST01.6_PAR_Y`),
    )
    expect(dialectOf(scan)).toBe('gencode')
    expect(gene).toMatchObject({
      stableId: 'ENSG01.5_PAR_Y',
      unversionedStableId: 'ENSG01_PAR_Y',
      version: 5,
      symbol: 'ABC',
    })
    expect(transcript).toMatchObject({
      ...{ stableId: 'ENST01.6_PAR_Y', version: 6, biotype: 'lncRNA', symbol: 'ABC-201' },
      tags: { appris: 'principal1', gencodeBasic: true },
      codings: [
        {
          product: { stableId: 'ENSP01.2' },
          segments: [{ start0: 0, end0: 90, phase: 1 }],
          exceptions: [{ parts: [{ start0: 10, end0: 13 }], residue: 'U' }],
          partial5: true,
        },
      ],
    })
  })

  it("are read: NCBI's, with accessions, references, synonyms and a partial CDS", async () => {
    const { scan, genes } = await read(
      rows(`
      ##gff-version 3
      #!processor NCBI~annotwriter
      #!genome-build-accession NCBI_Assembly:GCF_000001.2
      ##species https://www.ncbi.nlm.nih.gov/Taxonomy/Browser/wwwtax.cgi?id=9606
      NC_1.1 RefSeq region 1 900 . + . ID=NC_1.1:1..900;Dbxref=taxon:9606;Is_circular=true;genome=mitochondrion
      NC_1.1 RefSeq gene 1 90 . - . ID=gene-ABC;Dbxref=GeneID:5,HGNC:HGNC:7;Name=ABC;gene=ABC;gene_biotype=protein_coding;gene_synonym=A1,B2
      NC_1.1 RefSeq mRNA 1 90 . - . ID=rna-NM_000001.3;Parent=gene-ABC;Name=NM_000001.3;tag=MANE~Select;transcript_id=NM_000001.3
      NC_1.1 RefSeq exon 1 90 . - . ID=exon-NM_000001.3-1;Parent=rna-NM_000001.3
      NC_1.1 RefSeq CDS 10 90 . - 0 ID=cds-NP_000001.2;Parent=rna-NM_000001.3;protein_id=NP_000001.2;partial=true;end_range=90,.;transl_table=2;transl_except=(pos:complement(10..11)%2Caa:TERM)
      NC_1.1 RefSeq gene 200 290 . + . ID=gene-DEF;gene=DEF;gene_biotype=protein_coding
      NC_1.1 RefSeq CDS 200 229 . + 0 ID=cds-YP_000001.1;Parent=gene-DEF;protein_id=YP_000001.1
      NC_1.1 RefSeq CDS 240 290 . + 0 ID=cds-YP_000002.1;Parent=gene-DEF;protein_id=YP_000002.1`),
    )
    expect(dialectOf(scan)).toBe('ncbi')
    expect(scan.pragmas).toEqual({ assemblyAccession: 'GCF_000001.2', taxonId: 9606 })
    expect(scan.regions).toMatchObject([{ circular: true, organelle: 'mitochondrion' }])
    const [first, second] = genes
    expect(first).toMatchObject({
      ...{ stableId: 'ABC', symbol: 'ABC', alternativeSymbols: ['A1', 'B2'] },
      crossReferences: [
        { database: 'GeneID', accession: '5' },
        { database: 'HGNC', accession: 'HGNC:7' },
      ],
      transcripts: [
        {
          ...{ stableId: 'NM_000001.3', unversionedStableId: 'NM_000001', version: 3 },
          tags: { mane: 'select', ncbiTranscript: 'NM_000001.3' },
          codings: [
            {
              ...{ geneticCode: 2, partial5: true, partial3: false },
              product: { stableId: 'NP_000001.2', version: 2 },
              exceptions: [{ parts: [{ start0: 9, end0: 11, strand: -1 }], residue: '*' }],
            },
          ],
        },
      ],
    })
    expect(second!.transcripts.map(({ stableId, synthetic }) => [stableId, synthetic])).toEqual([
      ['DEF.transcript1', true],
      ['DEF.transcript2', true],
    ])
  })

  it("are read: NCBI's trans-spliced genes, in the order of their parts", async () => {
    const { transcript, problems } = await read(
      rows(`
      ##gff-version 3
      #!processor NCBI~annotwriter
      Pt R gene 500 600 . + . ID=gene-rps12;part=2;exception=trans-splicing;gene=rps12
      Pt R gene 100 200 . - . ID=gene-rps12;part=1;exception=trans-splicing;gene=rps12
      Pt R CDS 500 600 . + 0 ID=cds-1;Parent=gene-rps12;part=2;exception=trans-splicing;protein_id=YP_1
      Pt R CDS 100 200 . - 0 ID=cds-1;Parent=gene-rps12;part=1;exception=trans-splicing;protein_id=YP_1`),
    )
    expect(transcript).toMatchObject({
      transSpliced: true,
      codings: [
        {
          segments: [
            { start0: 99, strand: -1 },
            { start0: 499, strand: 1 },
          ],
        },
      ],
    })
    expect(problems).toMatchObject([{ cause: 'trans-splicing' }])
  })

  it("are read: Prokka's, which has no genes, and its sequences after ##FASTA", async () => {
    const { scan, genes } = await read(
      `${rows(`
      ##gff-version 3
      c1 Prodigal CDS 1 90 . + 0 ID=X_1;gene=dnaA;locus_tag=X_1;product=replication~initiator
      c1 Aragorn tRNA 100 170 . - . ID=X_2;locus_tag=X_2;product=tRNA-Ala`)}##FASTA\n>c1\nACGT\n`,
    )
    expect(dialectOf(scan)).toBe('prokka')
    expect(scan.fastaLine).toBe(4)
    expect(genes).toMatchObject([
      {
        stableId: 'X_1',
        symbol: 'dnaA',
        name: 'replication initiator',
        biotype: 'protein_coding',
        transcripts: [
          { exons: [{ start0: 0, end0: 90 }], codings: [{ product: { stableId: 'X_1' } }] },
        ],
      },
      {
        stableId: 'X_2',
        biotype: 'tRNA',
        transcripts: [{ exons: [{ start0: 99, end0: 170 }], codings: [] }],
      },
    ])
  })

  it('are read: GTF, whose CDS ends before the stop codon, split by an intron', async () => {
    const attributes =
      'gene_id "G1"; gene_version "2"; transcript_id "T1"; transcript_version "3"; gene_name "ABC; 1"; tag "basic"; tag "Ensembl_canonical"; protein_id "P1"; protein_version "4";'
    const row = (type: string, start: number, end: number, phase: string) =>
      ['1', 'e', type, start, end, '.', '+', phase, attributes].join('\t')
    const { scan, gene, transcript } = await read(
      `${[
        row('exon', 1, 31, '.'),
        row('CDS', 1, 30, '0'),
        row('stop_codon', 31, 31, '0'),
        row('exon', 51, 60, '.'),
        row('stop_codon', 51, 52, '2'),
      ].join('\n')}\n`,
    )
    expect(dialectOf(scan)).toBe('gtf')
    expect(gene).toMatchObject({ stableId: 'G1.2', symbol: 'ABC; 1' })
    expect(transcript).toMatchObject({
      ...{ stableId: 'T1.3', synthetic: false, tags: { canonical: true, gencodeBasic: true } },
      codings: [
        {
          product: { stableId: 'P1.4' },
          segments: [
            { start0: 0, end0: 31 },
            { start0: 50, end0: 52, phase: 2 },
          ],
        },
      ],
    })
  })
})

describe('The hierarchy', () => {
  it('gives a child to each of its parents', async () => {
    const { gene } = await read(
      rows(`
      ##gff-version 3
      1 x gene 1 100 . + . ID=g
      1 x mRNA 1 100 . + . ID=a;Parent=g
      1 x mRNA 1 100 . + . ID=b;Parent=g
      1 x exon 1 40 . + . Parent=a,b
      1 x exon 61 100 . + . Parent=b
      1 x CDS 1 30 . + 0 ID=c;Parent=a,b`),
    )
    expect(gene.transcripts.map(({ exons, codings }) => [exons.length, codings.length])).toEqual([
      [1, 1],
      [2, 1],
    ])
  })

  it('keeps several CDS of one transcript apart', async () => {
    const { transcript } = await read(
      rows(`
      ##gff-version 3
      1 x gene 1 100 . + . ID=g
      1 x mRNA 1 100 . + . ID=a;Parent=g
      1 x exon 1 100 . + . Parent=a
      1 x CDS 1 30 . + 0 ID=c1;Parent=a
      1 x CDS 50 79 . + 0 ID=c2;Parent=a`),
    )
    expect(transcript!.codings.map(({ product }) => product.stableId)).toEqual(['c1', 'c2'])
  })

  it('makes exons of CDS and UTR rows that touch', async () => {
    const { transcript } = await read(
      rows(`
      ##gff-version 3
      1 x mRNA 1 100 . - . ID=a
      1 x five_prime_UTR 91 100 . - . Parent=a
      1 x CDS 61 90 . - 0 ID=c;Parent=a
      1 x CDS 11 40 . - 0 ID=c;Parent=a
      1 x three_prime_UTR 1 10 . - . Parent=a`),
    )
    expect(transcript!.exons).toMatchObject([
      { start0: 60, end0: 100 },
      { start0: 0, end0: 40 },
    ])
  })
})

describe('A dialect', () => {
  it('tells copies that Liftoff made from the genes that they are copies of', async () => {
    const ensembl = (suffix: string) => `
      1 Liftoff gene 1 90 . + . ID=gene:G1${suffix};gene_id=G1;version=2
      1 Liftoff mRNA 1 90 . + . ID=transcript:T1${suffix};Parent=gene:G1${suffix};transcript_id=T1;version=3
      1 Liftoff CDS 1 90 . + 0 ID=CDS:P1${suffix};Parent=transcript:T1${suffix};protein_id=P1;version=1`
    const gencode = (suffix: string) => `
      1 Liftoff gene 1 90 . + . ID=G1.2${suffix};gene_id=G1.2;gene_type=protein_coding
      1 Liftoff transcript 1 90 . + . ID=T1.3${suffix};Parent=G1.2${suffix};gene_id=G1.2;transcript_id=T1.3
      1 Liftoff CDS 1 90 . + 0 ID=CDS:T1.3${suffix};Parent=T1.3${suffix};gene_id=G1.2;protein_id=P1.1`
    for (const [of, copy] of [
      [ensembl, ['G1_1', 'T1_1.3']],
      [gencode, ['G1.2_1', 'T1.3_1']],
    ] as const) {
      const { genes } = await read(rows(of('') + of('_1')))
      expect(genes.map((gene) => gene.transcripts[0]!.stableId)).toEqual(['T1.3', copy[1]])
      expect(genes[0]?.stableId).toMatch(/^G1/)
      expect(genes[1]?.stableId).toMatch(new RegExp(`^${copy[0]}`))
      expect(genes[0]?.transcripts[0]?.codings[0]?.product.stableId).toBe('P1.1')
    }
  })

  it('of NCBI up to 2018 calls nothing by the numbers of its lines', async () => {
    const { genes } = await read(
      rows(`
        1 RefSeq gene 1 90 . + . ID=gene0;Name=thrL;gbkey=Gene;gene=thrL;locus_tag=b0001
        1 RefSeq CDS 1 90 . + 0 ID=cds0;Parent=gene0;gbkey=CDS;protein_id=NP_414542.1
        1 RefSeq gene 101 190 . + . ID=gene1;Name=TRNA;gbkey=Gene;gene=TRNA
        1 RefSeq tRNA 101 190 . + . ID=rna0;Parent=gene1;gbkey=tRNA
        1 RefSeq exon 101 190 . + . ID=id1;Parent=rna0;gbkey=tRNA`),
    )
    const named = genes.map(({ stableId, transcripts: [transcript] }) => [
      ...[stableId, transcript!.stableId, transcript!.exons[0]!.stableId],
      transcript!.codings[0]?.product.stableId,
    ])
    expect(named).toEqual([
      ['b0001', 'b0001', 'b0001.exon1', 'NP_414542.1'],
      ['TRNA', 'TRNA', 'TRNA.exon1', undefined],
    ])
  })

  it('of nobody in particular knows Araport’s symbols and VEuPathDB’s proteins', async () => {
    const { gene, transcript } = await read(
      rows(`
        1 x gene 1 90 . + . ID=AT1G01020;Name=AT1G01020;symbol=ARV1
        1 x mRNA 1 90 . + . ID=AT1G01020.1;Parent=AT1G01020
        1 x CDS 1 90 . + 0 ID=AT1G01020-CDS1;Parent=AT1G01020.1;protein_source_id=AT1G01020-PA`),
    )
    expect(gene.symbol).toBe('ARV1')
    expect(transcript?.codings[0]?.product.stableId).toBe('AT1G01020-PA')
  })

  it('GTF calls no gene an exon, and has NCBI’s synonyms and references', async () => {
    const { gene, transcript } = await read(
      '1\tx\texon\t1\t90\t.\t+\t.\tgene_id "G"; transcript_id "T"; gene_synonym "A"; gene_synonym "B"; db_xref "GeneID:1"\n1\tx\tCDS\t1\t90\t.\t+\t0\tgene_id "G"; transcript_id "T"; gene_synonym "A"; gene_synonym "B"; db_xref "GeneID:1"\n',
    )
    expect([gene.biotype, transcript?.biotype]).toEqual(['protein_coding', 'protein_coding'])
    expect(gene.alternativeSymbols).toEqual(['A', 'B'])
    expect(gene.crossReferences).toMatchObject([{ database: 'GeneID', accession: '1' }])
  })
})
