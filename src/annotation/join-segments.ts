import { type Feature, firstOf } from './feature.ts'
import type { Span } from './gene.ts'
import { fivePrime, fivePrimeFirst, threePrime } from './order.ts'

/**
 * Phytozome and Araport give each segment of a CDS an ID of its own, where the specification gives
 * them one. They are one CDS if each continues the one before across an intron, and several if not.
 *
 * @param groups - Lines by ID.
 * @param exons - 5' to 3'.
 * @param stated - Whether the file has lines for the exons: those made of CDS join whatever touches.
 * @returns The lines of the one CDS, if they are one.
 */
export function joinSegments(
  groups: readonly (readonly Feature[])[],
  exons: readonly Span[],
  stated: boolean,
): Feature[] | undefined {
  if (groups.length < 2 || groups.some((group) => group.length > 1)) return undefined
  const lines = fivePrimeFirst(groups.flat())
  if (lines.some(({ attributes }) => firstOf(attributes, 'protein_id') !== undefined)) {
    return undefined
  }
  return (stated ? spansIntrons(lines, exons) : continuesCodons(lines)) ? lines : undefined
}

/** Whether each piece ends where an exon does, and the next begins where the next exon does. */
function spansIntrons(lines: readonly Feature[], exons: readonly Span[]): boolean {
  const ends = new Map(exons.map((exon, i) => [threePrime(exon), i]))
  return lines.every((line, i) => {
    const next = lines[i + 1]
    if (!next) return true
    const exon = ends.get(threePrime(line))
    const following = exon === undefined ? undefined : exons[exon + 1]
    return following !== undefined && fivePrime(following) === fivePrime(next)
  })
}

/** Whether the phases go on from piece to piece, and at least once within a codon. */
function continuesCodons(lines: readonly Feature[]): boolean {
  let coding = -(lines[0]?.phase ?? 0)
  let within = false
  for (const [i, { start0, end0, phase }] of lines.entries()) {
    const expected = (3 - (((coding % 3) + 3) % 3)) % 3
    if (i > 0 && phase !== expected) return false
    within ||= i > 0 && expected !== 0
    coding += end0 - start0
  }
  return within
}
