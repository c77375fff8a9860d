import { type Dialect, described } from './dialects/dialect.ts'
import { type Feature, firstOf } from './feature.ts'
import type { Span, StableId, Strand } from './gene.ts'
import type { TranscriptFeatures } from './hierarchy.ts'
import type { ExonModel } from './model.ts'
import { fivePrimeFirst, inTranscriptOrder } from './order.ts'
import type { OnProblem } from './problem.ts'

/** A piece of a transcript, and the line that it was taken from. */
type Piece = Span & { readonly line: number }

/** The exons, 5' to 3'; none where they contradict each other. */
export function buildExons(
  features: TranscriptFeatures,
  gene: readonly Feature[],
  dialect: Dialect,
  transcript: StableId,
  onProblem: OnProblem,
): { exons: readonly ExonModel[]; transSpliced: boolean } {
  const { own, parts } = features
  const rows = parts.exon
  const transSpliced = isTransSpliced(own.length > 0 ? own : gene, rows, parts.cds)
  if (transSpliced) {
    const { line } = own[0] ?? gene[0] ?? rows[0] ?? parts.cds[0]!
    const message = 'its pieces are taken by rank or in the order of the file, and none is checked'
    onProblem({ line, cause: 'trans-splicing', feature: transcript.stableId, message })
  }
  if (rows.length === 0) {
    const pieces = transSpliced ? inTranscriptOrder(parts.cds) : impliedPieces(features, gene)
    const main = own[0] ?? parts.cds[0] ?? parts.utr[0] ?? parts['stop codon'][0] ?? gene[0]!
    const made = (i: number) => dialect.exon(described(main, true), transcript, i + 1)
    return { exons: pieces.map((piece, i) => placed(piece, made(i), main.line)), transSpliced }
  }
  const ordered = transSpliced ? inTranscriptOrder(rows) : fivePrimeFirst(rows)
  if (!transSpliced && !checkOrder(ordered, transcript, onProblem)) {
    return { exons: [], transSpliced }
  }
  const exons = ordered.map((row, i) =>
    placed(row, dialect.exon(described(row, false), transcript, i + 1), row.line),
  )
  return { exons, transSpliced }
}

/** Written out: there are millions, and a spread takes a microsecond. */
function placed(
  { start0, end0, strand }: Span,
  { stableId, unversionedStableId, version, phases }: ReturnType<Dialect['exon']>,
  line: number,
): ExonModel {
  const exon: { -readonly [K in keyof ExonModel]: ExonModel[K] } = {
    stableId,
    unversionedStableId,
    start0,
    end0,
    strand,
    line,
  }
  if (version !== undefined) exon.version = version
  if (phases !== undefined) exon.phases = phases
  return exon
}

/** Reports exons that overlap, or whose stated ranks say otherwise than where they lie. */
function checkOrder(
  exons: readonly Feature[],
  { stableId }: StableId,
  onProblem: OnProblem,
): boolean {
  for (let i = 1; i < exons.length; i++) {
    const [before, exon] = [exons[i - 1]!, exons[i]!]
    if (before.start0 >= exon.end0 || exon.start0 >= before.end0) continue
    const message = 'two exons of the transcript overlap; it has no sequences'
    onProblem({ line: exon.line, cause: 'overlapping exons', feature: stableId, message })
    return false
  }
  checkRanks(exons, stableId, onProblem)
  return true
}

function checkRanks(exons: readonly Feature[], feature: string, onProblem: OnProblem): void {
  if (exons.length < 2) return
  let rising = true
  let falling = true
  let last: number | undefined
  let wrong: Feature | undefined
  for (const exon of exons) {
    const { attributes } = exon
    const rank = Number(attributes.first('rank') ?? attributes.first('exon_number') ?? Number.NaN)
    if (Number.isNaN(rank)) continue
    if (last !== undefined) {
      if (rank <= last) {
        rising = false
        wrong ??= exon
      }
      if (rank >= last) falling = false
    }
    last = rank
  }
  // StringTie and others count from the left on both strands.
  if (rising || (falling && exons[0]!.strand === -1)) return
  const message =
    "its exons' ranks are not in the order in which they lie on their strand; where they lie counts"
  onProblem({ line: wrong!.line, cause: 'exon order', feature, message })
}

/** Exons of a transcript without rows for them: what its CDS and UTRs cover, else all of it. */
function impliedPieces({ own, parts }: TranscriptFeatures, gene: readonly Feature[]): Piece[] {
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

function isTransSpliced(
  own: readonly Feature[],
  ...pieces: readonly (readonly Feature[])[]
): boolean {
  if (pieces.some((each) => each.some(({ strand }) => strand !== each[0]!.strand))) return true
  return own.some(({ attributes }) => /trans[-_]splic/.test(firstOf(attributes, 'exception') ?? ''))
}
