import type { Span } from './gene.ts'

/**
 * Finds for each piece the span that holds it whole, on the same strand; a piece or span without a
 * strand reads forward. Takes n log n steps, in whatever order both are.
 *
 * @param spans - Those of a strand do not overlap.
 * @returns Indices of spans; -1 for a piece that lies in none.
 */
export function holders(pieces: readonly Span[], spans: readonly Span[]): Int32Array {
  const ordered = ascending(spans)
  const found = new Int32Array(pieces.length).fill(-1)
  let at = -1
  for (const i of ascending(pieces)) {
    const piece = pieces[i]!
    while (at + 1 < ordered.length && compare(spans[ordered[at + 1]!]!, piece) <= 0) at++
    const span = spans[ordered[at] ?? -1]
    if (!span || isReverse(span) !== isReverse(piece)) continue
    if (piece.start0 >= span.start0 && piece.end0 <= span.end0) found[i] = ordered[at]!
  }
  return found
}

function ascending(spans: readonly Span[]): number[] {
  return [...spans.keys()].sort((a, b) => compare(spans[a]!, spans[b]!))
}

function compare(a: Span, b: Span): number {
  return Number(isReverse(a)) - Number(isReverse(b)) || a.start0 - b.start0
}

function isReverse({ strand }: Span): boolean {
  return strand === -1
}
