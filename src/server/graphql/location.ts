import type { Span } from '../../annotation/gene.ts'

/** `Location`: 1-based, closed; `end` below `start` across the origin. */
export function location({ start0, end0 }: Span, regionLength: number) {
  const wrap = (position: number) => (position > regionLength ? position - regionLength : position)
  return { start: wrap(start0 + 1), end: wrap(end0), length: end0 - start0 }
}

/** Where a part lies within a whole, from the whole's 5' end; introns are counted. */
export function relativeLocation(whole: Span, part: Span) {
  const length = part.end0 - part.start0
  const start = whole.strand === -1 ? whole.end0 - part.end0 + 1 : part.start0 - whole.start0 + 1
  return { start, end: start + length - 1, length }
}

/** `Strand`; nothing is claimed of a feature whose strand is not known. */
export function strand({ strand }: Span) {
  if (strand === 0) return { code: null, value: null }
  return { code: strand === 1 ? 'forward' : 'reverse', value: strand }
}

/** What lies between pieces that follow each other, 5' to 3'; nothing where they touch or overlap. */
export function gaps(pieces: readonly Span[]): Span[] {
  return pieces.slice(1).flatMap((next, i): Span[] => {
    const [low, high] = [pieces[i]!, next].sort((a, b) => a.start0 - b.start0)
    if (high!.start0 <= low!.end0) return []
    return [{ start0: low!.end0, end0: high!.start0, strand: next.strand }]
  })
}

/** The least span that holds all pieces. */
export function spanOf(pieces: readonly Span[]): Span {
  return {
    start0: pieces.reduce((least, { start0 }) => Math.min(least, start0), Number.POSITIVE_INFINITY),
    end0: pieces.reduce((most, { end0 }) => Math.max(most, end0), 0),
    strand: pieces[0]?.strand ?? 0,
  }
}
