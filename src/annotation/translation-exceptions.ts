import type { Span } from './gene.ts'
import type { CodingModel, TranslationException } from './model.ts'
import type { OnProblem } from './problem.ts'
import { STOP } from './translate.ts'

/**
 * Replaces the residues of codons that the annotation says are read otherwise: selenocysteine, a stop
 * that poly-A completes.
 *
 * @param protein - Changed in place where a residue is replaced.
 * @param offset - Position of the first codon in the CDS, in bases; negative when it is padded.
 * @param regionLength - For positions on the other side of a circular region's origin.
 */
export function applyExceptions(
  protein: Uint8Array,
  model: CodingModel,
  offset: number,
  regionLength: number,
  onProblem: OnProblem,
): Uint8Array {
  let length = protein.length
  for (const exception of model.exceptions) {
    const base = positionInCds(model.segments, exception, regionLength)
    const codon = base === undefined ? undefined : (base - offset) / 3
    const stop = exception.residue === '*'
    if (codon === undefined || !Number.isInteger(codon) || codon < 0 || codon > protein.length) {
      onProblem({
        line: exception.line,
        cause: 'translation exception',
        feature: model.product.stableId,
        message: `${exception.start0 + 1}-${exception.end0} is no codon of this CDS in its frame; left out`,
      })
    } else if (codon < protein.length) {
      protein[codon] = stop ? STOP : exception.residue.charCodeAt(0)
      if (stop && codon === protein.length - 1) length = codon
    }
  }
  return protein.subarray(0, length)
}

/** Base of the CDS at which an exception begins, 5' to 3'. */
function positionInCds(
  segments: readonly Span[],
  { start0, end0, strand }: TranslationException,
  regionLength: number,
): number | undefined {
  const first = strand === -1 ? end0 - 1 : start0
  let before = 0
  for (const segment of segments) {
    for (const base of [first, first + regionLength, first - regionLength]) {
      if (base < segment.start0 || base >= segment.end0 || segment.strand !== strand) continue
      return before + (strand === -1 ? segment.end0 - 1 - base : base - segment.start0)
    }
    before += segment.end0 - segment.start0
  }
  return undefined
}
