import type { Span } from './gene.ts'
import type { SegmentModel } from './model.ts'
import { fivePrime, threePrime } from './order.ts'

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
  if (stops.length === 0 || segments.length === 0) return segments
  const joined = [...segments]
  const reverse = segments[0]!.strand === -1
  const ordered = [...stops].sort((a, b) => (reverse ? b.start0 - a.start0 : a.start0 - b.start0))
  const following = new Map(exons.map((exon, i) => [threePrime(exon), exons[i + 1]]))
  let coding = segments.reduce((sum, { start0, end0 }) => sum + end0 - start0, 0)
  coding -= segments[0]!.phase ?? 0
  for (const stop of ordered) {
    const last = joined.at(-1)!
    if (last.strand !== stop.strand) continue
    const next = following.get(threePrime(last))
    if (fivePrime(stop) === threePrime(last)) {
      const start0 = Math.min(last.start0, stop.start0)
      joined[joined.length - 1] = { ...last, start0, end0: Math.max(last.end0, stop.end0) }
    } else if (next && fivePrime(next) === fivePrime(stop)) {
      const { start0, end0, strand, line } = stop
      joined.push({ start0, end0, strand, line, phase: ((3 - (coding % 3)) % 3) as 0 | 1 | 2 })
    } else {
      continue
    }
    coding += stop.end0 - stop.start0
  }
  return joined
}
