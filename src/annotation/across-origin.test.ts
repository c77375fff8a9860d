import { expect, it } from 'vitest'
import { readText, rows } from './testing/read-text.ts'

const CIRCLE = 'c r region 1 1000 . + . ID=c;Is_circular=true'

async function transcriptOf(text: string) {
  const { genes, problems } = await readText(`##gff-version 3\n${rows(`${CIRCLE}${text}`)}`)
  expect(problems).toEqual([])
  expect(genes).toHaveLength(1)
  const [gene] = genes
  const [transcript] = gene!.transcripts
  const places = (pieces: readonly { start0: number; end0: number }[] | undefined) =>
    pieces?.map(({ start0, end0 }) => [start0, end0])
  return {
    gene: [gene!.start0, gene!.end0],
    own: [transcript?.start0, transcript?.end0],
    exons: places(transcript?.exons),
    cds: places(transcript?.codings[0]?.segments),
  }
}

it('joins a CDS of two rows across the origin, whatever the order of the rows', async () => {
  const expected = { own: [901, 1045], exons: [[901, 1045]] }
  const [before, after] = ['c r CDS 902 1000', 'c r CDS 1 45']
  for (const gene of ['1 1000', '902 1045']) {
    for (const strand of ['+', '-']) {
      const row = `\n c r gene ${gene} . ${strand} . ID=gene-g`
      const [first, second] = [before, after].map(
        (cds) => `\n ${cds} . ${strand} 0 ID=cds-p;Parent=gene-g`,
      )
      const segments = [
        [901, 1000],
        [1000, 1045],
      ]
      for (const text of [`${row}${first}${second}`, `${row}${second}${first}`]) {
        expect(await transcriptOf(text)).toEqual({
          ...expected,
          gene: [901, 1045],
          cds: strand === '+' ? segments : segments.toReversed(),
        })
      }
    }
  }
})

it('moves what lies behind the origin and does not touch it', async () => {
  const text = `
    c r gene 1 1000 . - . ID=g
    c r mRNA 1 1000 . - . ID=t;Parent=g
    c r exon 700 710 . - . Parent=t
    c r exon 900 1000 . - . Parent=t
    c r exon 1 30 . - . Parent=t
    c r exon 101 130 . - . Parent=t
    c r CDS 111 120 . - 0 ID=p;Parent=t
    c r CDS 21 30 . - 2 ID=p;Parent=t`
  expect(await transcriptOf(text)).toEqual({
    ...{ gene: [699, 1130], own: [699, 1130] },
    exons: [
      [1100, 1130],
      [1000, 1030],
      [899, 1000],
      [699, 710],
    ],
    cds: [
      [1110, 1120],
      [1020, 1030],
    ],
  })
})

it('takes two rows of a gene or an RNA for one', async () => {
  const text = `
    c r gene 990 1000 . + . ID=g
    c r gene 1 10 . + . ID=g
    c r tRNA 990 1000 . + . ID=t;Parent=g
    c r tRNA 1 10 . + . ID=t;Parent=g`
  expect(await transcriptOf(text)).toEqual({
    ...{ gene: [989, 1010], own: [989, 1010], exons: [[989, 1010]], cds: undefined },
  })
})

it('leaves alone what does not cross, and what is beyond the end already', async () => {
  const gene = (rows: string) => `
    c r gene 1 1000 . + . ID=g
    c r mRNA 1 1000 . + . ID=t;Parent=g${rows}`
  const untouched = { gene: [0, 1000], own: [0, 1000], cds: undefined }
  expect(await transcriptOf(gene('\n c r exon 1 1000 . + . Parent=t'))).toEqual({
    ...untouched,
    exons: [[0, 1000]],
  })
  const two = '\n c r exon 2 40 . + . Parent=t\n c r exon 700 1000 . + . Parent=t'
  const exons = [
    [1, 40],
    [699, 1000],
  ]
  expect(await transcriptOf(gene(two))).toEqual({ ...untouched, exons })
  const beyond = `
    c r gene 900 1090 . + . ID=g
    c r mRNA 900 1090 . + . ID=t;Parent=g
    c r exon 900 920 . + . Parent=t
    c r exon 990 1010 . + . Parent=t
    c r exon 1050 1090 . + . Parent=t`
  expect(await transcriptOf(beyond)).toMatchObject({
    exons: [
      [899, 920],
      [989, 1010],
      [1049, 1090],
    ],
  })
})
