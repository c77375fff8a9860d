import type { Feature } from './feature.ts'
import type { TranslationException } from './model.ts'
import type { OnProblem } from './problem.ts'

/** Three-letter names, as INSDC's feature table has them. */
const RESIDUES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ Ala: 'A', Arg: 'R', Asn: 'N', Asp: 'D', Cys: 'C', Gln: 'Q', Glu: 'E', Gly: 'G' },
    ...{ His: 'H', Ile: 'I', Leu: 'L', Lys: 'K', Met: 'M', Phe: 'F', Pro: 'P', Ser: 'S' },
    ...{ Thr: 'T', Trp: 'W', Tyr: 'Y', Val: 'V', Sec: 'U', Pyl: 'O', Asx: 'B', Glx: 'Z' },
    ...{ Xle: 'J', TERM: '*', OTHER: 'X', Xaa: 'X', fMet: 'M' },
  }),
)

const EXCEPTION = /\(\s*pos:((?:[^()]|\([^()]*\))*?),\s*aa:\s*(\w+)[^)]*\)/g

/**
 * Codons that an annotation says are read otherwise: NCBI's `transl_except`, rows for selenocysteines.
 *
 * @param group - Lines of one CDS.
 * @param selenocysteines - Rows of the transcript.
 */
export function exceptionsOf(
  group: readonly Feature[],
  selenocysteines: readonly Feature[],
  feature: string,
  onProblem: OnProblem,
): TranslationException[] {
  const exceptions = new Map<string, TranslationException>()
  for (const { attributes, strand, line } of group) {
    const text = attributes.get('transl_except')?.join(',')
    if (text === undefined) continue
    let found = 0
    for (const [, position = '', name = ''] of text.matchAll(EXCEPTION)) {
      const residue = RESIDUES.get(name)
      const numbers = position.match(/\d+/g)?.map(Number) ?? []
      if (residue === undefined || numbers.length === 0) continue
      found++
      const reverse = position.includes('complement') || strand === -1
      const [start1, end1] = [Math.min(...numbers), Math.max(...numbers)]
      // A codon in parts is found by its first base.
      const start0 = reverse && numbers.length > 2 ? end1 - 1 : start1 - 1
      const end0 = numbers.length > 2 ? start0 + 1 : end1
      if (exceptions.has(position)) continue
      exceptions.set(position, { start0, end0, strand: reverse ? -1 : 1, residue, line })
    }
    if (found > 0) continue
    onProblem({
      line,
      cause: 'translation exception',
      feature,
      message: `transl_except=${text.slice(0, 80)} cannot be read; left out`,
    })
  }
  for (const { start0, end0, strand, line } of selenocysteines) {
    exceptions.set(`${start0}`, { start0, end0, strand, residue: 'U', line })
  }
  return [...exceptions.values()]
}
