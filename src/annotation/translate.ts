import { codonKey, type GeneticCode } from './genetic-code.ts'
import type { CodonExceptions } from './translation-exceptions.ts'

export const STOP = 42
const X = 88
const METHIONINE = 77
const N = 78

/** How a protein begins and ends, see `ProfileName`. */
export interface TranslationRules {
  /** Whether the first residue becomes M where the first codon may start a protein. */
  readonly startsWithM: boolean
  /** Whether a stop at the end stays when a partial codon follows it. */
  readonly keepsStopBeforePartialCodon: boolean
  /** Whether ambiguous codons and one or two bases at the end are read as NCBI reads them. */
  readonly readsAsNcbi: boolean
}

/**
 * Translates a CDS of upper-case bases, without the stop at its end. A codon with a letter that is no
 * base gives X.
 *
 * @param from - Base of the first codon.
 * @param exceptions - Stand above the code, at the start and at the end too.
 * @returns A new array, in which every `*` is an internal stop.
 */
export function translateCds(
  bases: Uint8Array,
  from: number,
  code: GeneticCode,
  rules: TranslationRules,
  exceptions: CodonExceptions = new Map(),
): Uint8Array {
  const codons = Math.max(0, Math.floor((bases.length - from) / 3))
  const protein = new Uint8Array(codons + 1)
  const residues = rules.readsAsNcbi ? code.ncbiResidues : code.residues
  for (let i = 0, at = from; i < codons; i++, at += 3) {
    protein[i] = residues[codonKey(bases, at)]! || X
  }
  if (codons > 0 && rules.startsWithM && code.starts[codonKey(bases, from)] === 1) {
    protein[0] = METHIONINE
  }
  for (const [codon, residue] of exceptions) protein[codon] = residue
  const rest = bases.subarray(from + 3 * codons)
  // A stop that poly-A completes ends the protein: one in the codon before it is internal.
  if (rest.length > 0 && exceptions.get(codons) === STOP) return protein.subarray(0, codons)
  if (codons > 0 && isStop(codons - 1)) {
    if (rest.length === 0 || !rules.keepsStopBeforePartialCodon) {
      return protein.subarray(0, codons - 1)
    }
    protein[codons - 1] = STOP
  }
  const last = rules.readsAsNcbi && rest.length > 0 ? partial(rest, code) : X
  if (last === X) return protein.subarray(0, codons)
  protein[codons] = last
  return protein

  function isStop(codon: number): boolean {
    const stated = exceptions.get(codon)
    if (stated !== undefined) return stated === STOP
    return code.stops[codonKey(bases, from + 3 * codon)] === 1
  }
}

/** What a codon codes for, whatever the bases that it lacks. */
function partial([first, second = N]: Uint8Array, code: GeneticCode): number {
  return code.ncbiResidues[codonKey(Uint8Array.of(first!, second, N), 0)]! || X
}
