import type { Span } from './gene.ts'
import type { SegmentModel } from './model.ts'

/**
 * Adds rows of a stop codon to the CDS that they follow: GTF's CDS ends before it, GENCODE's and
 * Ensembl's GFF3 does not (GFF3 1.26, note 5 of "Canonical Gene").
 *
 * @param segments - 5' to 3'.
 * @param exons - 5' to 3'.
 */
export function withStopCodons(
  segments: readonly SegmentModel[],
  exons: readonly Span[],
  stops: readonly (Span & { readonly line: number })[],
): readonly SegmentModel[] {
  const joined = [...segments]
  const reverse = segments[0]?.strand === -1
  const ordered = [...stops].sort((a, b) => (reverse ? b.start0 - a.start0 : a.start0 - b.start0))
  for (const stop of ordered) {
    const last = joined.at(-1)
    if (!last || last.strand !== stop.strand) continue
    if (reverse ? stop.end0 === last.start0 : stop.start0 === last.end0) {
      const start0 = Math.min(last.start0, stop.start0)
      joined[joined.length - 1] = { ...last, start0, end0: Math.max(last.end0, stop.end0) }
    } else if (followsIntron(last, stop, exons)) {
      const coding = joined.reduce((sum, { start0, end0 }) => sum + end0 - start0, 0)
      const phase = ((3 - ((coding - (joined[0]!.phase ?? 0)) % 3)) % 3) as 0 | 1 | 2
      const { start0, end0, strand, line } = stop
      joined.push({ start0, end0, strand, line, phase })
    }
  }
  return joined
}

/** Whether `last` ends one exon and `stop` begins the next. */
function followsIntron(last: Span, stop: Span, exons: readonly Span[]): boolean {
  const reverse = last.strand === -1
  const at = exons.findIndex(({ start0, end0 }) =>
    reverse ? start0 === last.start0 : end0 === last.end0,
  )
  const next = exons[at + 1]
  if (at < 0 || !next) return false
  return reverse ? next.end0 === stop.end0 : next.start0 === stop.start0
}
