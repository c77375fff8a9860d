import type { Span } from './gene.ts'
import type { CodingModel, TranslationException } from './model.ts'
import type { OnProblem } from './problem.ts'

/** Residues that stand in the place of what codons code for, by the codon's number from 0. */
export type CodonExceptions = ReadonlyMap<number, number>

const NONE: CodonExceptions = new Map()

/**
 * Finds the codons that the annotation says are read otherwise. One of one or two bases is the end of
 * the CDS, a stop that poly-A completes.
 *
 * @param offset - Position of the first codon in the CDS, in bases; negative when it is padded.
 * @param regionLength - For positions on the other side of a circular region's origin.
 */
export function codonExceptions(
  { exceptions, segments, product }: CodingModel,
  offset: number,
  regionLength: number,
  onProblem: OnProblem,
): CodonExceptions {
  if (exceptions.length === 0) return NONE
  const cds = basesOf(segments, regionLength)
  const byBase = new Map<number, { exception: TranslationException; bases: Int32Array }[]>()
  for (const exception of exceptions) {
    const bases = basesOf(exception.parts, regionLength)
    const others = byBase.get(bases[0]!)
    if (others) others.push({ exception, bases })
    else byBase.set(bases[0]!, [{ exception, bases }])
  }
  const found = new Map<number, number>()
  const placed = new Set<TranslationException>()
  for (let codon = offset < 0 ? 1 : 0, at = offset + 3 * codon; at < cds.length; codon++, at += 3) {
    // A slippage reads a base twice: only one of the two begins a codon of these bases.
    for (const { exception, bases } of byBase.get(cds[at]!) ?? []) {
      const whole = cds.subarray(at, at + 3)
      if (!equal(whole, bases) || (whole.length < 3 && exception.residue !== '*')) continue
      found.set(codon, exception.residue.charCodeAt(0))
      placed.add(exception)
    }
  }
  for (const exception of exceptions) {
    if (placed.has(exception)) continue
    const where = exception.parts.map(({ start0, end0 }) => `${start0 + 1}-${end0}`).join(', ')
    onProblem({
      line: exception.line,
      cause: 'translation exception',
      feature: product.stableId,
      message: `${where} is no codon of this CDS in its frame; left out`,
    })
  }
  return found
}

/** Positions of bases on the region, 5' to 3'; on the reverse strand their bitwise complements. */
function basesOf(pieces: readonly Span[], regionLength: number): Int32Array {
  const bases = new Int32Array(pieces.reduce((sum, { start0, end0 }) => sum + end0 - start0, 0))
  let at = 0
  for (const { start0, end0, strand } of pieces) {
    for (let i = 0; i < end0 - start0; i++) {
      bases[at++] = strand === -1 ? ~((end0 - 1 - i) % regionLength) : (start0 + i) % regionLength
    }
  }
  return bases
}

function equal(a: Int32Array, b: Int32Array): boolean {
  return a.length === b.length && a.every((base, i) => base === b[i])
}
