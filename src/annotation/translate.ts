import { codonKey, type GeneticCode } from './genetic-code.ts'

export const STOP = 42
const X = 88
const METHIONINE = 77

/**
 * Translates whole codons of upper-case bases. A codon with a letter that is no base gives X; stops
 * give `*`.
 *
 * @param from - Base of the first codon.
 * @returns A new array; one or two bases at the end are left out.
 */
function translate(bases: Uint8Array, from: number, code: GeneticCode): Uint8Array {
  const protein = new Uint8Array(Math.max(0, Math.floor((bases.length - from) / 3)))
  for (let i = 0, at = from; i < protein.length; i++, at += 3) {
    protein[i] = code.residues[codonKey(bases, at)]! || X
  }
  return protein
}

/** How a protein begins and ends, see `ProfileName`. */
export interface TranslationRules {
  /** Whether the first residue becomes M where the first codon may start a protein. */
  readonly startsWithM: boolean
  /** Whether a stop at the end stays when a partial codon follows it. */
  readonly keepsStopBeforePartialCodon: boolean
}

/**
 * Translates a CDS, without the stop at its end.
 *
 * @returns The protein, in which every `*` is an internal stop.
 */
export function translateCds(
  bases: Uint8Array,
  from: number,
  code: GeneticCode,
  rules: TranslationRules,
): Uint8Array {
  const protein = translate(bases, from, code)
  if (protein.length === 0) return protein
  if (rules.startsWithM && code.starts[codonKey(bases, from)] === 1) protein[0] = METHIONINE
  const last = from + 3 * (protein.length - 1)
  if (code.stops[codonKey(bases, last)] !== 1) return protein
  const partial = (bases.length - from) % 3 !== 0
  if (!partial || !rules.keepsStopBeforePartialCodon) return protein.subarray(0, -1)
  protein[protein.length - 1] = STOP
  return protein
}
