import { type Feature, firstOf } from './feature.ts'
import type { Span } from './gene.ts'

/** Pieces in the order in which they lie on the strand of the first. */
export function fivePrimeFirst<T extends Span>(pieces: readonly T[]): T[] {
  const reverse = pieces[0]?.strand === -1
  return [...pieces].sort((a, b) =>
    reverse ? b.start0 - a.start0 || b.end0 - a.end0 : a.start0 - b.start0 || a.end0 - b.end0,
  )
}

/** Pieces of what is trans-spliced: by NCBI's `part`, Ensembl's `rank`, else as in the file. */
export function inTranscriptOrder(lines: readonly Feature[]): Feature[] {
  const ranked = lines.map((line) => ({ line, rank: rankOf(line) }))
  const known = ranked.every(({ rank }) => !Number.isNaN(rank))
  ranked.sort((a, b) => (known ? a.rank - b.rank : 0) || a.line.line - b.line.line)
  return ranked.map(({ line }) => line)
}

/**
 * Lines of a CDS in the order of the exons that hold them, for what is trans-spliced: Ensembl's CDS
 * have no ranks. As {@link inTranscriptOrder} where they do not lie in exons.
 *
 * @param exons - In the order of the transcript.
 */
export function inExonOrder(lines: readonly Feature[], exons: readonly Span[]): Feature[] {
  if (lines.some((line) => firstOf(line.attributes, 'part') !== undefined)) {
    return inTranscriptOrder(lines)
  }
  const left = exons.map((exon, i) => ({ ...exon, i })).sort((a, b) => a.start0 - b.start0)
  const placed = lines.map((line) => ({ line, exon: exonOf(line, left) }))
  if (placed.some(({ exon }) => exon === undefined)) return inTranscriptOrder(lines)
  placed.sort(
    (a, b) =>
      a.exon! - b.exon! || (a.line.start0 - b.line.start0) * (a.line.strand === -1 ? -1 : 1),
  )
  return placed.map(({ line }) => line)
}

/** Number of the exon that holds a piece; they are sorted by start. */
function exonOf(
  piece: Span,
  exons: readonly (Span & { readonly i: number })[],
): number | undefined {
  let [low, high] = [0, exons.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if (exons[middle]!.start0 <= piece.start0) low = middle + 1
    else high = middle
  }
  const exon = exons[low - 1]
  if (!exon || exon.end0 < piece.end0 || exon.strand !== piece.strand) return undefined
  return exon.i
}

/** Where a piece begins, on its strand. */
export function fivePrime({ start0, end0, strand }: Span): number {
  return strand === -1 ? end0 : start0
}

/** Where a piece ends, on its strand. */
export function threePrime({ start0, end0, strand }: Span): number {
  return strand === -1 ? start0 : end0
}

function rankOf({ attributes }: Feature): number {
  const rank = firstOf(attributes, 'part') ?? firstOf(attributes, 'rank')
  return Number(rank ?? firstOf(attributes, 'exon_number') ?? Number.NaN)
}
