import type { Attributes } from '../formats/gff3.ts'
import { firstOf } from './feature.ts'
import { holders } from './holders.ts'
import type { ExonModel, SegmentModel } from './model.ts'
import type { OnProblem, ProblemCause } from './problem.ts'

/** Bases that a slippage may read twice; segments that share more are no slippage. */
const SLIPPAGE = 6

/**
 * Checks a CDS against the exons of its transcript, and its segments against each other.
 *
 * @param segments - 5' to 3'.
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
  const refuse = (segment: SegmentModel, cause: ProblemCause, why: string) => {
    const message = `${segment.start0 + 1}-${segment.end0} ${why}; the CDS is left out`
    onProblem({ line: segment.line, cause, feature, message })
    return false
  }
  const outside = segments[holders(segments, exons).indexOf(-1)]
  if (outside) {
    return refuse(outside, 'CDS outside exons', 'lies in no exon of its transcript')
  }
  const twice = segments.find((segment, i) => {
    const before = segments[i - 1]
    const both = before ? shared(before, segment) : 0
    return both > 0 && (both > SLIPPAGE || both === segment.end0 - segment.start0)
  })
  if (twice) return refuse(twice, 'overlapping CDS', 'overlaps the segment before it')
  // A frameshift begins its next segment in a frame of its own.
  if (!/slippage|frameshift/i.test(firstOf(attributes, 'exception') ?? '')) {
    checkPhases(segments, feature, onProblem)
  }
  return true
}

function shared(a: SegmentModel, b: SegmentModel): number {
  return Math.min(a.end0, b.end0) - Math.max(a.start0, b.start0)
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
