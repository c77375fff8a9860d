import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { ProblemCause } from '../annotation/problem.ts'
import { engines } from '../cli/engines.ts'
import { FormatError } from '../formats/errors.ts'
import { openStore } from '../store/open.ts'
import { StoreWriter } from '../store/writer.ts'
import { addGenome } from './add-genome.ts'
import { verifyGenome } from './verify-genome.ts'

/** chr1: two exons of an open reading frame at 101-130 and 151-180; circ: 300 bases, circular. */
const CODING = `ATGGCTGCT${'GCA'.repeat(7)}`
const LAST = `${'GCC'.repeat(9)}TAA`
const CHR1 = `${'C'.repeat(100)}${CODING}${'T'.repeat(20)}${LAST}${'G'.repeat(820)}`
const CIRC = 'ACGGTCAATC'.repeat(30)
const GENOME = `>chr1\n${CHR1}\n>circ\n${CIRC}\n>odd\nATGXAATAA\n>constructor\nATGTAA\n>__proto__\nATGTAA\n`

const row = (
  type: string,
  start: number | string,
  end: number | string,
  attributes: string,
  more: { seqid?: string; strand?: string; phase?: string } = {},
) =>
  [
    more.seqid ?? 'chr1',
    'x',
    type,
    start,
    end,
    '.',
    more.strand ?? '+',
    more.phase ?? (type === 'CDS' ? '0' : '.'),
    attributes,
  ].join('\t')

const file = (...lines: string[]) => `##gff-version 3\n${lines.join('\n')}\n`

const GENE = row('gene', 101, 180, 'ID=g')
const MRNA = row('mRNA', 101, 180, 'ID=t;Parent=g')
const EXONS = [row('exon', 101, 130, 'Parent=t'), row('exon', 151, 180, 'Parent=t')]
const CDS = [row('CDS', 101, 130, 'ID=c;Parent=t'), row('CDS', 151, 180, 'ID=c;Parent=t')]
const WHOLE = [GENE, MRNA, ...EXONS, ...CDS]
const CIRCLE = row('region', 1, 300, 'ID=circ;Is_circular=true', { seqid: 'circ' })

/** Files that give a report: the causes in it, with lines where they are of one. */
const REPORTED: Readonly<
  Record<
    string,
    readonly [text: string | Buffer, ...causes: (ProblemCause | readonly [ProblemCause, number])[]]
  >
> = {
  'a sound gene': [file(...WHOLE)],
  'CRLF and no final newline': [
    file(...WHOLE)
      .replaceAll('\n', '\r\n')
      .trimEnd(),
  ],
  'a byte order mark': [`\ufeff${file(...WHOLE)}`],
  'several gzip members': [
    Buffer.concat([gzipSync(file(GENE, MRNA)), gzipSync(`${[...EXONS, ...CDS].join('\n')}\n`)]),
  ],
  'children before parents': [file(...[...WHOLE].reverse())],
  'too few columns': [file(...WHOLE, 'chr1\tx\tgene\t1'), ['bad line', 8]],
  'a line of tabs': [file(...WHOLE, '\t\t\t\t\t\t\t\t'), ['bad line', 8]],
  'a start of 0': [file(...WHOLE, row('gene', 0, 5, 'ID=z')), ['bad line', 8]],
  'a negative start': [file(...WHOLE, row('gene', -5, 5, 'ID=z')), ['bad line', 8]],
  'a start after the end': [file(...WHOLE, row('gene', 9, 5, 'ID=z')), ['bad line', 8]],
  'a fraction': [file(...WHOLE, row('gene', '1.5', 5, 'ID=z')), ['bad line', 8]],
  'an exponent': [file(...WHOLE, row('gene', '1e3', 2000, 'ID=z')), ['bad line', 8]],
  hexadecimal: [file(...WHOLE, row('gene', '0x10', 20, 'ID=z')), ['bad line', 8]],
  'an enormous number': [file(...WHOLE, row('gene', 1, '9'.repeat(30), 'ID=z')), ['bad line', 8]],
  'a strand that is none': [
    file(...WHOLE, row('gene', 1, 5, 'ID=z', { strand: 'x' })),
    ['bad line', 8],
  ],
  'a phase that is none': [
    file(...WHOLE, row('CDS', 1, 5, 'ID=z', { phase: '3' })),
    ['bad line', 8],
  ],
  'an empty seqid': [file(...WHOLE, row('gene', 1, 5, 'ID=z', { seqid: '' })), ['bad line', 8]],
  'an empty type': [file(...WHOLE, row('', 1, 5, 'ID=z')), ['bad line', 8]],
  'a missing parent': [file(...WHOLE, row('exon', 1, 5, 'Parent=nobody')), ['missing parent', 8]],
  'a parent on another sequence': [
    file(...WHOLE, row('exon', 1, 5, 'Parent=t', { seqid: 'circ' })),
    ['missing parent', 8],
  ],
  'a parent beyond ###': [
    file(...WHOLE, '###', row('exon', 1, 5, 'Parent=t')),
    ['missing parent', 9],
  ],
  'its own parent': [file(...WHOLE, row('mRNA', 1, 5, 'ID=z;Parent=z')), ['parent cycle', 8]],
  'a cycle of two': [
    file(...WHOLE, row('mRNA', 1, 5, 'ID=y;Parent=z'), row('mRNA', 1, 5, 'ID=z;Parent=y')),
    ['parent cycle', 8],
  ],
  'a cycle of three, with an exon': [
    file(
      ...WHOLE,
      row('gene', 1, 5, 'ID=x;Parent=z'),
      row('mRNA', 1, 5, 'ID=y;Parent=x'),
      row('mRNA', 1, 5, 'ID=z;Parent=y'),
      row('exon', 1, 5, 'Parent=z'),
    ),
    ['parent cycle', 8],
  ],
  'an ID for two genes': [file(...WHOLE, row('gene', 300, 400, 'ID=g')), ['duplicate id', 8]],
  'an ID for two transcripts': [
    file(...WHOLE, row('mRNA', 300, 400, 'ID=t;Parent=g')),
    ['duplicate id', 8],
  ],
  'a CDS outside its exons': [
    file(GENE, MRNA, ...EXONS, row('CDS', 101, 140, 'ID=c;Parent=t')),
    ['CDS outside exons', 6],
  ],
  'a CDS in the intron': [
    file(GENE, MRNA, ...EXONS, row('CDS', 135, 140, 'ID=c;Parent=t')),
    ['CDS outside exons', 6],
  ],
  'a CDS on the other strand': [
    file(GENE, MRNA, ...EXONS, row('CDS', 101, 130, 'ID=c;Parent=t', { strand: '-' })),
    ['CDS outside exons', 6],
  ],
  'overlapping exons': [
    file(GENE, MRNA, ...EXONS, row('exon', 120, 160, 'Parent=t')),
    'overlapping exons',
  ],
  'the same exon twice': [file(GENE, MRNA, EXONS[0]!, EXONS[0]!), ['overlapping exons', 5]],
  'a gene beyond its sequence': [
    file(
      row('gene', 900, 5000, 'ID=g'),
      row('mRNA', 900, 5000, 'ID=t;Parent=g'),
      row('exon', 900, 5000, 'Parent=t'),
    ),
    ['outside region', 4],
  ],
  'a CDS beyond its sequence': [
    file(row('CDS', 990, 2001, 'ID=c;locus_tag=L1')),
    ['outside region', 2],
  ],
  'a CDS of all phases 0': [
    file(
      GENE,
      MRNA,
      row('exon', 101, 129, 'Parent=t'),
      row('exon', 151, 180, 'Parent=t'),
      row('CDS', 101, 129, 'ID=c;Parent=t'),
      row('CDS', 151, 180, 'ID=c;Parent=t'),
    ),
    ['wrong phase', 7],
  ],
  'a CDS without phases': [
    file(GENE, MRNA, ...EXONS, ...CDS.map((line) => line.replace('\t0\t', '\t.\t'))),
    ['wrong phase', 6],
  ],
  'an internal stop': [
    file(
      GENE,
      MRNA,
      ...EXONS,
      row('exon', 190, 199, 'Parent=t'),
      ...CDS,
      row('CDS', 190, 199, 'ID=c;Parent=t'),
    ),
    ['internal stop', 7],
  ],
  'a genetic code that is none': [
    file(GENE, MRNA, ...EXONS, ...CDS.map((line) => `${line};transl_table=99`)),
    ['unknown genetic code', 6],
  ],
  'a CDS of two bases': [
    file(GENE, MRNA, EXONS[0]!, row('CDS', 101, 102, 'ID=c;Parent=t')),
    ['no product', 5],
  ],
  'an exception that cannot be read': [
    file(GENE, MRNA, ...EXONS, ...CDS.map((line) => `${line};transl_except=(pos:what,aa:Sec)`)),
    ['translation exception', 6],
  ],
  'an exception out of frame': [
    file(
      GENE,
      MRNA,
      ...EXONS,
      ...CDS.map((line) => `${line};transl_except=(pos:105..107%2Caa:Sec)`),
    ),
    ['translation exception', 6],
  ],
  'an exception elsewhere': [
    file(
      GENE,
      MRNA,
      ...EXONS,
      ...CDS.map((line) => `${line};transl_except=(pos:900..902%2Caa:Sec)`),
    ),
    ['translation exception', 6],
  ],
  'the same CDS row twice': [
    file(GENE, MRNA, ...EXONS, CDS[0]!, CDS[0]!, CDS[1]!),
    ['overlapping CDS', 7],
  ],
  'a thousand rows of one exon on both strands': [
    file(
      row('mRNA', 1, 1000, 'ID=t'),
      ...Array.from({ length: 1000 }, (_, i) =>
        row('exon', 1, 1000, 'Parent=t', { strand: i % 2 ? '-' : '+' }),
      ),
    ),
    ['trans-splicing', 2],
    ['overlapping exons', 2],
  ],
  'a letter that is no nucleotide, forward': [
    file(row('CDS', 1, 9, 'ID=c;locus_tag=L1', { seqid: 'odd' })),
  ],
  'a letter that is no nucleotide, in reverse': [
    file(row('CDS', 1, 9, 'ID=c;locus_tag=L1', { seqid: 'odd', strand: '-' }), ...WHOLE),
    ['no complement', 2],
  ],
  'regions called as every object calls its properties': [
    file(
      row('CDS', 1, 6, 'ID=c;locus_tag=L1', { seqid: 'constructor' }),
      row('CDS', 1, 6, 'ID=d;locus_tag=L2', { seqid: '__proto__' }),
    ),
  ],
  'an unknown sequence': [
    file(...WHOLE, row('gene', 1, 5, 'ID=z', { seqid: 'chr99' })),
    ['unknown region', 8],
  ],
  'a gene twice round the circle': [
    file(CIRCLE, row('gene', 1, 700, 'ID=z', { seqid: 'circ' })),
    ['outside region', 3],
  ],
  'a gene that ends before it starts, on a line': [
    file(row('gene', 290, 10, 'ID=z', { seqid: 'circ' }), ...WHOLE),
    ['bad line', 2],
  ],
  'a gene that starts beyond the circle, in the old style': [
    file(CIRCLE, row('gene', 900, 10, 'ID=z', { seqid: 'circ' })),
    ['bad line', 3],
  ],
  'a gene across the origin': [file(CIRCLE, row('gene', 290, 310, 'ID=z', { seqid: 'circ' }))],
  'a gene across the origin, in the old style': [
    file(CIRCLE, row('gene', 290, 10, 'ID=z', { seqid: 'circ' })),
  ],
  'pieces on both strands': [
    file(
      row('mRNA', 101, 300, 'ID=t'),
      row('exon', 101, 130, 'Parent=t'),
      row('exon', 200, 300, 'Parent=t', { strand: '-' }),
    ),
    ['trans-splicing', 2],
  ],
  'bad percent-encoding': [
    file(GENE.replace('ID=g', 'ID=g;Note=100%;description=%E0%A4%A'), ...WHOLE.slice(1)),
  ],
  'an empty ID and Parent': [file(...WHOLE, row('gene', 300, 400, 'ID=;Parent='))],
  'attributes without values': [file(...WHOLE, row('gene', 300, 400, ';;;=;==;a;ID=z;=b'))],
  'no attributes at all': [
    file(...WHOLE, row('gene', 300, 400, '.'), row('exon', 300, 400, '')),
    ['missing parent', 9],
  ],
  'eight columns': [file(...WHOLE, 'chr1\tx\tgene\t300\t400\t.\t+\t.'), ['bad line', 8]],
  'track and browser lines': [
    `track name=genes\nbrowser position chr1:1-99\n${file(...WHOLE)}track name=more\n`,
  ],
  'a comment of hashes between a gene and its transcript': [
    file(GENE, '####', MRNA, '### more', ...EXONS, ...CDS),
  ],
  'exons in another order than their ranks': [
    file(GENE, MRNA, `${EXONS[0]};rank=2`, `${EXONS[1]};rank=1`, ...CDS),
    ['exon order', 5],
  ],
  'an exon of a gene that has transcripts': [
    file(...WHOLE, row('exon', 300, 400, 'Parent=g')),
    ['missing parent', 8],
  ],
  'a transcript of 40 genes': [
    file(
      ...Array.from({ length: 40 }, (_, i) => row('gene', 101, 180, `ID=g${i}`)),
      row(
        'mRNA',
        101,
        180,
        `ID=t;Parent=${Array.from({ length: 40 }, (_, i) => `g${i}`).join(',')}`,
      ),
      ...EXONS,
    ),
    ['too many parents', 42],
  ],
  'genes of one id on two sequences': [
    file(...WHOLE, row('gene', 1, 6, 'ID=g', { seqid: 'circ' })),
    ['duplicate id', 8],
  ],
  'a transcript of 300 CDS': [
    file(
      GENE,
      MRNA,
      ...EXONS,
      ...Array.from({ length: 300 }, (_, i) => CDS[0]!.replace('ID=c', `ID=c${i}`)),
    ),
    ['too many CDS', 262],
  ],
  'a gene on an operon that is not there': [
    file(row('gene', 101, 180, 'ID=g;Parent=o'), MRNA, ...EXONS, ...CDS),
    ['missing parent', 2],
  ],
  'a name of 9,000 bytes': [
    file(
      row('gene', 101, 180, `ID=g;Name=${'n'.repeat(9000)}`),
      row('mRNA', 101, 180, `ID=${'t'.repeat(9000)};Parent=g`),
      row('exon', 101, 180, `Parent=${'t'.repeat(9000)}`),
    ),
  ],
  'an attribute of 900,000 bytes': [file(`${GENE};Note=${'x'.repeat(900_000)}`, ...WHOLE.slice(1))],
  'names in every script': [
    file(GENE.replace('ID=g', 'ID=g;Name=\u67d3\u8272\u4f53\u{1f9ec}'), ...WHOLE.slice(1)),
  ],
  'lone surrogates and NUL in percent-encoding': [
    file(GENE.replace('ID=g', 'ID=g;Name=a%00b%ED%A0%80'), ...WHOLE.slice(1)),
  ],
  'a gene without anything below': [file(row('gene', 101, 180, 'ID=g'))],
  'a transcript without exons': [file(GENE, MRNA)],
  'a CDS without a gene': [file(...CDS.map((line) => line.replace('Parent=t', 'locus_tag=L1')))],
  'a hundred transcripts of one gene': [
    file(
      GENE,
      ...Array.from(
        { length: 100 },
        (_, i) =>
          `${row('mRNA', 101, 180, `ID=t${i};Parent=g`)}\n${row('exon', 101, 180, `Parent=t${i}`)}`,
      ),
    ),
  ],
  'ten thousand exons': [
    file(
      row('gene', 1, 1000, 'ID=g'),
      row('mRNA', 1, 1000, 'ID=t;Parent=g'),
      ...Array.from({ length: 10_000 }, (_, i) =>
        row('exon', 1 + (i % 1000), 1 + (i % 1000), 'Parent=t'),
      ),
    ),
    'overlapping exons',
  ],
  'a chain of two thousand layers': [
    file(
      row('gene', 1, 9, 'ID=l0'),
      ...Array.from({ length: 2000 }, (_, i) => row('mRNA', 1, 9, `ID=l${i + 1};Parent=l${i}`)),
    ),
  ],
  'mixed sequences': [
    file(
      GENE,
      row('gene', 1, 9, 'ID=a', { seqid: 'circ' }),
      MRNA,
      row('gene', 20, 29, 'ID=b', { seqid: 'circ' }),
      ...EXONS,
      ...CDS,
    ),
  ],
  'a stop codon of its own': [
    file(
      GENE,
      MRNA,
      ...EXONS,
      CDS[0]!,
      row('CDS', 151, 177, 'ID=c;Parent=t'),
      row('stop_codon', 178, 180, 'Parent=t'),
    ),
  ],
  'GTF without genes and transcripts': [
    'chr1\tx\tCDS\t101\t130\t.\t+\t0\tgene_id "g1"; transcript_id "t1";\nchr1\tx\tCDS\t151\t177\t.\t+\t0\tgene_id "g1"; transcript_id "t1";\nchr1\tx\tstop_codon\t178\t180\t.\t+\t0\tgene_id "g1"; transcript_id "t1";\n',
  ],
}

/** Files that are refused whole. */
const REFUSED: Readonly<Record<string, readonly [text: string | Buffer, message: RegExp]>> = {
  'an empty file': ['', /no features/],
  'comments alone': ['##gff-version 3\n# nothing\n', /no features/],
  HTML: ['<!doctype html>\n<html>\n', /line 1: .*neither GFF3 nor GTF/],
  FASTA: ['>chr1\nACGT\n', /line 1: this is FASTA/],
  binary: [Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 255, 254]), /UTF-8|neither/],
  'text that is no UTF-8': [
    Buffer.concat([Buffer.from(file(GENE)), Buffer.from([0xff, 0x0a])]),
    /line 3: this is not UTF-8/,
  ],
  'a line of 2 MB': [
    file(`${GENE};Note=${'x'.repeat(2 << 20)}`),
    /line 2: the line is longer than 1 MiB/,
  ],
  'a truncated gzip': [gzipSync(file(...WHOLE)).subarray(0, 60), /./],
  prose: ['Dear colleague,\nattached is the annotation.\n', /line 1/],
}

describe('An adversarial annotation', () => {
  let directory: string
  let writer: StoreWriter
  const added: string[] = []

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'seqkeep-adversarial-'))
    await writeFile(join(directory, 'genome.fa'), GENOME)
    writer = await StoreWriter.open(join(directory, 'store'), engines, { create: {} })
  })
  afterAll(async () => {
    await writer.close()
    const store = await openStore(join(directory, 'store'), engines)
    try {
      expect(added.length).toBeGreaterThan(50)
      for (const genomeId of added) {
        expect((await verifyGenome(store, genomeId)).problems).toEqual([])
      }
    } finally {
      await store.close()
      await rm(directory, { recursive: true })
    }
  })

  async function add(genomeId: string, text: string | Buffer) {
    const annotation = join(directory, 'annotation')
    await writeFile(annotation, text)
    return addGenome(writer, {
      annotation,
      fasta: join(directory, 'genome.fa'),
      manifest: {
        ...{ genome_id: genomeId, assembly_accession: 'GCA_1.1', taxon_id: 1 },
        ...{ scientific_name: 'Testus', profile: 'ensembl' },
      },
    })
  }

  for (const [what, [text, ...causes]] of Object.entries(REPORTED)) {
    it(`with ${what} is reported on`, async () => {
      const { genomeId, report } = await add(what, text)
      added.push(genomeId)
      const found = report.problems.map(({ cause, listed }) => [cause, listed[0]!.line] as const)
      expect(found.map(([cause]) => cause)).toEqual(
        causes.map((each) => (typeof each === 'string' ? each : each[0])),
      )
      for (const [i, each] of causes.entries()) {
        if (typeof each !== 'string') expect(found[i]).toEqual(each)
      }
      for (const { message } of report.problems.flatMap(({ listed }) => listed)) {
        expect(message.length).toBeGreaterThan(20)
      }
    })
  }

  for (const [what, [text, message]] of Object.entries(REFUSED)) {
    it(`that is ${what} is refused, and leaves nothing`, async () => {
      const before = await writer.catalog.stats()
      const refused = add(what, text)
      await expect(refused).rejects.toThrow(FormatError)
      await expect(refused).rejects.toThrow(message)
      expect(await writer.catalog.stats()).toEqual(before)
    })
  }

  it('does not hide the sound gene beside it', async () => {
    const { report } = await add(
      'beside',
      file(row('gene', 0, 5, 'ID=z'), ...WHOLE, row('exon', 1, 5, 'Parent=nobody')),
    )
    expect(report.counts).toMatchObject({ genes: 1, transcripts: 1, proteins: 1 })
  })

  it('in GTF without quotes gives its gene', async () => {
    const { report } = await add(
      'unquoted',
      'chr1\tx\texon\t101\t180\t.\t+\t.\tgene_id g1; transcript_id t1;\n',
    )
    expect(report).toMatchObject({ dialect: 'gtf', problems: [] })
    expect(report.counts).toMatchObject({ genes: 1, transcripts: 1, cdna: 1 })
  })

  it('in GTF without genes and transcripts gives each once', async () => {
    const { report } = await add(
      'bare GTF',
      REPORTED['GTF without genes and transcripts']![0].toString(),
    )
    expect(report.counts).toMatchObject({ genes: 1, transcripts: 1, proteins: 1 })
  })

  it('with sequences after it gives them, wherever ##FASTA falls in a chunk', async () => {
    const genes = file(...WHOLE)
    const comment = (length: number) => `#${'x'.repeat(length - 2)}\n`
    for (const before of [0, 1, 3, 7, 8, 9]) {
      let text = genes
      while (text.length < (1 << 20) - 2000) text += comment(1000)
      text += comment((1 << 20) - before - text.length)
      const annotation = join(directory, 'annotation')
      await writeFile(annotation, `${text}##FASTA\n${GENOME}`)
      const { report } = await addGenome(writer, {
        annotation,
        manifest: {
          ...{ genome_id: `split ${before}`, assembly_accession: 'GCA_1.1', taxon_id: 1 },
          ...{ scientific_name: 'Testus', profile: 'ensembl' },
        },
      })
      expect(report.problems).toEqual([])
      const regions = GENOME.split('>').length - 1
      expect(report.counts).toMatchObject({ regions, proteins: 1 })
    }
  })

  it('is refused for what the manifest must give, all of it at once', async () => {
    const annotation = join(directory, 'annotation')
    await writeFile(annotation, file(...WHOLE))
    const refused = addGenome(writer, { annotation, fasta: join(directory, 'genome.fa') })
    await expect(refused).rejects.toThrow(/assembly_accession, scientific_name, taxon_id/)
  })

  it('is refused when another has its genome_id, and is known when it is the same', async () => {
    await add('same', file(...WHOLE))
    expect(await add('same', file(...WHOLE))).toMatchObject({ changed: false })
    await expect(add('same', file(...WHOLE, '# changed'))).rejects.toThrow(/genome remove same/)
  })
})
