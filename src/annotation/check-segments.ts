import type { Attributes } from '../formats/gff3.ts'
import { firstOf } from './feature.ts'
import type { ExonModel, SegmentModel } from './model.ts'
import type { OnProblem } from './problem.ts'

/**
 * Checks a CDS against the exons of its transcript, and its phases against each other.
 *
 * @returns Whether products may be made of it.
 */
export function checkSegments(
  segments: readonly SegmentModel[],
  exons: readonly ExonModel[],
  feature: string,
  attributes: Attributes,
  onProblem: OnProblem,
): boolean {
  if (exons.length === 0) return false
  const outside = segments.find(
    ({ start0, end0, strand }) =>
      !exons.some(
        (exon) => start0 >= exon.start0 && end0 <= exon.end0 && (strand === exon.strand || !strand),
      ),
  )
  if (outside) {
    onProblem({
      line: outside.line,
      cause: 'CDS outside exons',
      feature,
      message: `${outside.start0 + 1}-${outside.end0} lies in no exon of its transcript; the CDS is left out`,
    })
    return false
  }
  // A frameshift begins its next segment in a frame of its own.
  if (!/slippage|frameshift/i.test(firstOf(attributes, 'exception') ?? '')) {
    checkPhases(segments, feature, onProblem)
  }
  return true
}

function checkPhases(segments: readonly SegmentModel[], feature: string, onProblem: OnProblem) {
  let coding = -(segments[0]?.phase ?? 0)
  for (const { start0, end0, phase, line } of segments) {
    const expected = (3 - (((coding % 3) + 3) % 3)) % 3
    if (coding > 0 && phase !== undefined && phase !== expected) {
      onProblem({
        line,
        cause: 'wrong phase',
        feature,
        message: `its phase is ${phase}, the segments before it leave ${expected}; they are joined as they stand`,
      })
      return
    }
    coding += end0 - start0
  }
}
