import { describe, expect, it } from 'vitest'
import { readText, rows } from './testing/read-text.ts'

async function read(text: string) {
  const { genes, problems } = await readText(`##gff-version 3\n${rows(text)}`)
  return { genes, problems, transcript: genes[0]!.transcripts[0]! }
}

describe('A CDS', () => {
  it('that is trans-spliced is one, though Ensembl gives it an ID for each strand', async () => {
    const { transcript, problems } = await read(`
      3R e gene 1 900 . - . ID=gene:FBgn1;gene_id=FBgn1
      3R e mRNA 1 900 . - . ID=transcript:FBtr1;Parent=gene:FBgn1;transcript_id=FBtr1
      3R e exon 101 130 . + . Parent=transcript:FBtr1;rank=3
      3R e exon 301 330 . + . Parent=transcript:FBtr1;rank=4
      3R e exon 501 530 . - . Parent=transcript:FBtr1;rank=2
      3R e exon 701 730 . - . Parent=transcript:FBtr1;rank=1
      3R e CDS 101 130 . + 0 ID=CDS:FBpp1_3R_1;Parent=transcript:FBtr1;protein_id=FBpp1
      3R e CDS 301 320 . + 0 ID=CDS:FBpp1_3R_1;Parent=transcript:FBtr1;protein_id=FBpp1
      3R e CDS 501 530 . - 0 ID=CDS:FBpp1_3R_-1;Parent=transcript:FBtr1;protein_id=FBpp1
      3R e CDS 701 720 . - 0 ID=CDS:FBpp1_3R_-1;Parent=transcript:FBtr1;protein_id=FBpp1`)
    expect(problems).toMatchObject([{ cause: 'trans-splicing' }])
    expect(transcript.exons.map(({ start0 }) => start0)).toEqual([700, 500, 100, 300])
    expect(transcript.codings).toMatchObject([
      {
        product: { stableId: 'FBpp1' },
        segments: [{ start0: 700 }, { start0: 500 }, { start0: 100 }, { start0: 300 }],
      },
    ])
  })

  it('whose segments have IDs of their own is one, as in Phytozome and Araport', async () => {
    const exons = `
      1 x exon 1 40 . - . Parent=t
      1 x exon 61 100 . - . Parent=t`
    const text = (more: string) => `
      1 x gene 1 100 . - . ID=g
      1 x mRNA 1 100 . - . ID=t;Parent=g
      1 x CDS 61 90 . - 0 ID=t.CDS.1;Parent=t
      1 x CDS 21 40 . - 0 ID=t.CDS.2;Parent=t${more}`
    const { transcript, problems } = await read(text(exons))
    expect(problems).toEqual([])
    expect(transcript.codings).toMatchObject([
      { product: { stableId: 't' }, segments: [{ start0: 60 }, { start0: 20 }] },
    ])
    // Without exons, whole codons may as well be two proteins.
    expect((await read(text(''))).transcript.codings).toHaveLength(2)
    const split = text('')
      .replace('CDS 61 90', 'CDS 61 89')
      .replace('- 0 ID=t.CDS.2', '- 1 ID=t.CDS.2')
    expect((await read(split)).transcript.codings).toHaveLength(1)
  })

  it('lacks the ends that any of its lines says are missing', async () => {
    const { transcript } = await read(`
      1 x gene 1 100 . + . ID=gene-g
      1 x mRNA 1 100 . + . ID=rna-t;Parent=gene-g
      1 x exon 1 40 . + . Parent=rna-t
      1 x exon 61 100 . + . Parent=rna-t
      1 x CDS 1 40 . + 0 ID=cds-c;Parent=rna-t;gbkey=CDS
      1 x CDS 61 100 . + 2 ID=cds-c;Parent=rna-t;gbkey=CDS;partial=true;end_range=100,.`)
    expect(transcript.codings).toMatchObject([{ partial5: false, partial3: true }])
  })
})

describe('Ranks of exons', () => {
  const exons = (strand: string, ...ranks: string[]) => `
      1 x gene 1 100 . ${strand} . ID=g
      1 x mRNA 1 100 . ${strand} . ID=t;Parent=g
      1 x exon 1 20 . ${strand} . Parent=t;${ranks[0]}
      1 x exon 31 40 . ${strand} . Parent=t;${ranks[1]}
      1 x exon 61 90 . ${strand} . Parent=t;${ranks[2]}`

  it('are checked against where they lie, which counts', async () => {
    const wrong = await read(exons('+', 'rank=1', 'rank=3', 'rank=2'))
    expect(wrong.problems).toMatchObject([{ cause: 'exon order', line: 6, feature: 't' }])
    expect(wrong.transcript.exons.map(({ start0 }) => start0)).toEqual([0, 30, 60])
    expect((await read(exons('+', 'rank=1', 'rank=2', 'rank=3'))).problems).toEqual([])
    expect((await read(exons('-', 'rank=3', 'rank=2', 'rank=1'))).problems).toEqual([])
    expect((await read(exons('+', 'rank=3', 'rank=2', 'rank=1'))).problems).toHaveLength(1)
  })

  it('may be counted from the left on both strands, as StringTie does', async () => {
    const { problems } = await read(exons('-', 'exon_number=1', 'exon_number=2', 'exon_number=3'))
    expect(problems).toEqual([])
  })
})

describe('A transcript that the file has no line for', () => {
  it('has the id of its gene, not that of a protein that many genes share', async () => {
    const { genes } = await read(`
      c R gene 1 90 . + . ID=gene-B_1;locus_tag=B_1;gbkey=Gene
      c R CDS 1 90 . + 0 ID=cds-WP_000001.1;Parent=gene-B_1;protein_id=WP_000001.1;gbkey=CDS
      c R gene 101 190 . + . ID=gene-B_2;locus_tag=B_2;gbkey=Gene
      c R CDS 101 190 . + 0 ID=cds-WP_000001.1-2;Parent=gene-B_2;protein_id=WP_000001.1;gbkey=CDS`)
    const transcripts = genes.flatMap((gene) => gene.transcripts)
    expect(transcripts.map(({ stableId }) => stableId)).toEqual(['B_1', 'B_2'])
    expect(transcripts.map(({ codings }) => codings[0]!.product.stableId)).toEqual([
      'WP_000001.1',
      'WP_000001.1',
    ])
  })

  it("is numbered where its gene's id is that of its protein", async () => {
    const { genes } = await read(`
      c P CDS 1 90 . + 0 ID=X_1;locus_tag=X_1
      c P CDS 101 190 . + 0 ID=X_2;locus_tag=X_2
      c P tRNA 201 290 . + . ID=X_3;locus_tag=X_3`)
    expect(
      genes.map(({ stableId, transcripts: [transcript] }) => [
        stableId,
        transcript!.stableId,
        transcript!.codings[0]?.product.stableId,
      ]),
    ).toEqual([
      ['X_1', 'X_1.transcript1', 'X_1'],
      ['X_2', 'X_2.transcript1', 'X_2'],
      ['X_3', 'X_3', undefined],
    ])
  })
})
