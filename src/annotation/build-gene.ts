import { checkSegments } from './check-segments.ts'
import {
  crossReferences,
  type Described,
  type Dialect,
  type TranscriptFields,
} from './dialects/dialect.ts'
import { exceptionsOf } from './exceptions.ts'
import { allOf, type Feature, firstOf } from './feature.ts'
import type { Span, Strand } from './gene.ts'
import { type GeneFeatures, groupsOf, type TranscriptFeatures } from './hierarchy.ts'
import type { CodingModel, ExonModel, GeneModel, SegmentModel, TranscriptModel } from './model.ts'
import type { OnProblem } from './problem.ts'
import { termOf } from './role.ts'
import { withStopCodons } from './stop-codons.ts'

/** Says what a gene's features mean, in the words of their dialect. */
export function buildGene(
  { own, transcripts }: GeneFeatures,
  dialect: Dialect,
  onProblem: OnProblem,
): GeneModel | undefined {
  const lines = [...own, ...transcripts.flatMap(linesOf)]
  const [first] = lines
  if (!first) return undefined
  const gene = dialect.gene(described(own[0] ?? representative(transcripts[0]!), own.length === 0))
  return {
    ...gene,
    seqid: first.seqid,
    line: first.line,
    ...spanOf(own.length > 0 ? own : lines),
    transcripts: transcripts.flatMap((features) => {
      const transcript = buildTranscript(features, own, dialect, gene, onProblem)
      return transcript ? [transcript] : []
    }),
  }
}

function buildTranscript(
  { own, parts }: TranscriptFeatures,
  gene: readonly Feature[],
  dialect: Dialect,
  geneFields: ReturnType<Dialect['gene']>,
  onProblem: OnProblem,
): TranscriptModel | undefined {
  const lines = linesOf({ own, parts })
  const main = own[0] ?? lines[0] ?? gene[0]
  if (!main) return undefined
  const made = own.length === 0
  const fields = dialect.transcript(described(main, made), geneFields)
  const { pieces, transSpliced } = exonPieces({ own, parts }, gene, fields, onProblem)
  const rows = parts.exon.length > 0
  const exons = pieces.map((piece, i): ExonModel => {
    const row = rows ? (piece as Feature) : main
    return {
      ...dialect.exon(described(row, !rows), fields, i + 1),
      ...bare(piece),
      line: row.line,
    }
  })
  return {
    ...fields,
    ...spanOf(own.length > 0 ? own : lines.length > 0 ? lines : gene),
    line: main.line,
    synthetic: made,
    transSpliced,
    exons,
    codings: groupsOf(parts.cds).flatMap((group) => {
      const coding = buildCoding(
        group,
        { own, parts },
        exons,
        transSpliced,
        dialect,
        fields,
        onProblem,
      )
      return coding ? [coding] : []
    }),
  }
}

/** The exons, 5' to 3'; none where they contradict each other. */
function exonPieces(
  { own, parts }: TranscriptFeatures,
  gene: readonly Feature[],
  { stableId }: TranscriptFields,
  onProblem: OnProblem,
): { pieces: readonly (Span & { line: number })[]; transSpliced: boolean } {
  const rows = parts.exon
  const transSpliced = isTransSpliced(own.length > 0 ? own : gene, rows, parts.cds)
  if (transSpliced) {
    const { line } = own[0] ?? gene[0] ?? rows[0] ?? parts.cds[0]!
    const message = 'its pieces are taken in the order of the file, and none is checked'
    onProblem({ line, cause: 'trans-splicing', feature: stableId, message })
    return { pieces: inFileOrder(rows.length > 0 ? rows : parts.cds), transSpliced }
  }
  if (rows.length === 0) return { pieces: impliedExons({ own, parts }, gene), transSpliced }
  const pieces = fivePrimeFirst(rows)
  const overlap = pieces.find((piece, i) => i > 0 && overlaps(pieces[i - 1]!, piece))
  if (!overlap) return { pieces, transSpliced }
  onProblem({
    line: overlap.line,
    cause: 'overlapping exons',
    feature: stableId,
    message: 'two exons of the transcript overlap; it has no sequences',
  })
  return { pieces: [], transSpliced }
}

/** Exons of a transcript without rows for them: what its CDS and UTRs cover, else all of it. */
function impliedExons({ own, parts }: TranscriptFeatures, gene: readonly Feature[]) {
  const covered = [...parts.cds, ...parts.utr, ...parts['stop codon']]
  const lines = covered.length > 0 ? covered : own.length > 0 ? own : gene
  const merged: { start0: number; end0: number; strand: Strand; line: number }[] = []
  for (const { start0, end0, strand, line } of [...lines].sort((a, b) => a.start0 - b.start0)) {
    const last = merged.at(-1)
    if (last && start0 <= last.end0) last.end0 = Math.max(last.end0, end0)
    else merged.push({ start0, end0, strand, line })
  }
  return fivePrimeFirst(merged)
}

function buildCoding(
  group: readonly Feature[],
  { own, parts }: TranscriptFeatures,
  exons: readonly ExonModel[],
  transSpliced: boolean,
  dialect: Dialect,
  transcript: TranscriptFields,
  onProblem: OnProblem,
): CodingModel | undefined {
  const [first] = group
  const { attributes } = first!
  const product = dialect.product(described(first!, false), transcript)
  const ordered = transSpliced ? inFileOrder(group) : fivePrimeFirst(group)
  const rows = ordered.map(
    ({ start0, end0, strand, phase, line }): SegmentModel => ({
      ...{ start0, end0, strand, line },
      ...(phase !== undefined && { phase }),
    }),
  )
  const segments = transSpliced ? rows : withStopCodons(rows, exons, parts['stop codon'])
  if (!transSpliced && !checkSegments(segments, exons, product.stableId, attributes, onProblem)) {
    return undefined
  }
  const code = firstOf(attributes, 'transl_table')
  return {
    product: {
      stableId: product.stableId,
      unversionedStableId: product.unversionedStableId,
      ...(product.version !== undefined && { version: product.version }),
    },
    crossReferences: crossReferences(attributes),
    segments,
    ...(code !== undefined && /^\d+$/.test(code) && { geneticCode: Number(code) }),
    exceptions: exceptionsOf(group, parts.selenocysteine, product.stableId, onProblem),
    ...missingEnds(group, own),
  }
}

/** NCBI's `partial` with its ranges, GENCODE's tags. */
function missingEnds(group: readonly Feature[], own: readonly Feature[]) {
  const [{ attributes, strand } = { attributes: new Map<string, string[]>(), strand: 1 }] = group
  const tags = own.flatMap((line) => allOf(line.attributes, 'tag'))
  const open = (key: string) => (firstOf(attributes, key) ?? '').split(',').includes('.')
  const [low, high] = [open('start_range'), open('end_range')]
  return {
    partial5: tags.includes('cds_start_NF') || (strand === -1 ? high : low),
    partial3: tags.includes('cds_end_NF') || (strand === -1 ? low : high),
  }
}

function isTransSpliced(
  own: readonly Feature[],
  ...pieces: readonly (readonly Feature[])[]
): boolean {
  if (pieces.some((each) => new Set(each.map(({ strand }) => strand)).size > 1)) return true
  return own.some(({ attributes }) => /trans[-_]splic/.test(firstOf(attributes, 'exception') ?? ''))
}

function inFileOrder(lines: readonly Feature[]): Feature[] {
  const rank = ({ attributes }: Feature) =>
    Number(firstOf(attributes, 'part') ?? firstOf(attributes, 'rank') ?? Number.NaN)
  return [...lines].sort((a, b) => rank(a) - rank(b) || a.line - b.line)
}

function fivePrimeFirst<T extends Span>(pieces: readonly T[]): T[] {
  const reverse = pieces[0]?.strand === -1
  return [...pieces].sort((a, b) =>
    reverse ? b.start0 - a.start0 || b.end0 - a.end0 : a.start0 - b.start0 || a.end0 - b.end0,
  )
}

function overlaps(a: Span, b: Span): boolean {
  return a.start0 < b.end0 && b.start0 < a.end0
}

function linesOf({ own, parts }: TranscriptFeatures): Feature[] {
  return [...own, ...parts.exon, ...parts.cds, ...parts.utr, ...parts['stop codon']]
}

function representative({ own, parts }: TranscriptFeatures): Feature {
  return (own[0] ?? parts.cds[0] ?? parts.exon[0] ?? parts.utr[0])!
}

function described(feature: Feature, made: boolean): Described {
  return { attributes: feature.attributes, type: termOf(feature.type), made }
}

function bare({ start0, end0, strand }: Span): Span {
  return { start0, end0, strand }
}

function spanOf(lines: readonly Span[]): Span {
  return {
    start0: lines.reduce((least, { start0 }) => Math.min(least, start0), Number.POSITIVE_INFINITY),
    end0: lines.reduce((most, { end0 }) => Math.max(most, end0), 0),
    strand: lines[0]?.strand ?? 0,
  }
}
