import { describe, expect, it } from 'vitest'
import { readText } from './testing/read-text.ts'

const row = (type: string, attributes: string, start = 1, end = 9, phase = '.') =>
  `c\tx\t${type}\t${start}\t${end}\t.\t+\t${phase}\t${attributes}\n`

const many = (count: number, each: (i: number) => string) =>
  Array.from({ length: count }, (_, i) => each(i)).join('')

const GTF = 'gene_id "g"; transcript_id "t"; '

/** Texts that take minutes, all memory or the whole stack where anything is more than linear. */
const TEXTS: Readonly<Record<string, readonly [text: string, genes: number, transcripts: number]>> =
  {
    'words without values in GTF': [row('exon', `${GTF}${'a b'.repeat(33_000)}`), 1, 1],
    'quotes that do not close': [row('exon', `${GTF}${'" '.repeat(100_000)}`), 1, 1],
    'spaces in GTF': [row('exon', `${GTF}${' '.repeat(500_000)}x`), 1, 1],
    '500,000 brackets': [row('gene', `ID=g;description=${'['.repeat(500_000)}`), 1, 1],
    '100,000 sources': [row('gene', `ID=g;description=${'[Source:'.repeat(100_000)}`), 1, 1],
    'one key 100,000 times': [
      row('gene', `ID=g;${'Note=a;'.repeat(50_000)}`) +
        row('mRNA', `ID=t;Parent=g;${'tag=a;'.repeat(100_000)}`),
      1,
      1,
    ],
    'keys within values': [row('gene', `Note=${'ID=Parent='.repeat(90_000)};ID=g`), 1, 1],
    'spaces in a pragma': [`#!processor x${' '.repeat(900_000)}x\n${row('gene', 'ID=g')}`, 1, 1],
    'a type of 900,000 characters': [row('gene_of_'.repeat(100_000), '.') + row('gene', '.'), 1, 1],
    'versions in an id': [row('gene', `ID=gene:${'.1_A'.repeat(100_000)}!`), 1, 1],
    'percent signs': [row('gene', `ID=g;Name=${'%'.repeat(500_000)}%E0`), 1, 1],
    '20,000 layers of transcripts': [
      row('gene', 'ID=l0') + many(20_000, (i) => row('mRNA', `ID=l${i + 1};Parent=l${i}`)),
      1,
      20_000,
    ],
    '20,000 layers of genes, the last first': [
      many(20_000, (i) => row('gene', `ID=l${20_000 - i};Parent=l${19_999 - i}`)) +
        row('gene', 'ID=l0'),
      20_001,
      20_001,
    ],
    '18 layers of genes with two parents each': [
      row('gene', 'ID=a0') +
        row('gene', 'ID=b0') +
        many(18, (i) => many(2, (n) => row('gene', `ID=${'ab'[n]}${i + 1};Parent=a${i},b${i}`))),
      38,
      38,
    ],
    '500 layers of transcripts with two parents each': [
      row('gene', 'ID=a0') +
        row('gene', 'ID=b0') +
        many(500, (i) => many(2, (n) => row('mRNA', `ID=${'ab'[n]}${i + 1};Parent=a${i},b${i}`))),
      2,
      1002,
    ],
    'a transcript of 2,000 genes above 5,000 others': [
      many(2000, (i) => row('gene', `ID=g${i}`)) +
        row('mRNA', `ID=t0;Parent=${many(2000, (i) => `g${i},`)}`) +
        many(5000, (i) => row('mRNA', `ID=t${i + 1};Parent=t${i}`)),
      2000,
      7000,
    ],
    'a cycle of 20,000': [
      many(20_000, (i) => row('mRNA', `ID=t${i};Parent=t${(i + 1) % 20_000}`)) +
        row('gene', 'ID=g'),
      1,
      1,
    ],
    '20,000 stop codons in a row': [
      row('gene', 'ID=g', 1, 90_000) +
        row('mRNA', 'ID=t;Parent=g', 1, 90_000) +
        row('exon', 'Parent=t', 1, 90_000) +
        row('CDS', 'ID=c;Parent=t', 1, 3, '0') +
        many(20_000, (i) => row('stop_codon', 'Parent=t', 4 + 3 * i, 6 + 3 * i)),
      1,
      1,
    ],
    '20,000 CDS of one gene': [
      row('gene', 'ID=g', 1, 180_000) +
        many(20_000, (i) => row('CDS', `ID=c${i};Parent=g`, 1 + 9 * i, 9 + 9 * i, '0')),
      1,
      20_000,
    ],
    '50,000 rows for one sequence': [
      many(50_000, (i) => row('chromosome', `ID=chromosome:c;Alias=a${i}`)) + row('gene', 'ID=g'),
      1,
      1,
    ],
    '100,000 ends of blocks': [`${'###\n'.repeat(100_000)}${row('gene', 'ID=g')}`, 1, 1],
  }

describe('An annotation file made to hang', () => {
  for (const [what, [text, genes, transcripts]] of Object.entries(TEXTS)) {
    it(`by ${what} is read`, async () => {
      const read = await readText(text)
      expect(read.genes).toHaveLength(genes)
      const counts = read.genes.map((gene) => gene.transcripts.length)
      expect(counts.reduce((sum, count) => sum + count, 0)).toBe(transcripts)
    })
  }
})
