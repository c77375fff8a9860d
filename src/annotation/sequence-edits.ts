import { allOf, type Feature, firstOf } from './feature.ts'
import type { OnProblem } from './problem.ts'

/** INSDC's and RefSeq's `exception` where residues are not those of the genome. */
const EXCEPTION =
  /transcript or proteomic data|discrepancy|RNA editing|rearrangement|mismatches in|low-quality genome|reasons given in citation|artificial frameshift/i

/** RefSeq: "has 1 substitution compared to this genomic sequence"; Ensembl: "sequence has been ...". */
const NOTE = /(compared|modified relative) to this genomic sequence|transcript's sequence has been/i

/**
 * Whether a line says that the record of this id has other residues than the genome, by
 * substitutions, indels or RNA editing. They are nowhere in the file, so that what is derived is
 * another sequence than the one that the id names.
 */
export function isEdited([line]: readonly Feature[], id: string, onProblem: OnProblem): boolean {
  if (!line) return false
  const { attributes } = line
  const exception = firstOf(attributes, 'exception')
  const stated = exception !== undefined && EXCEPTION.test(exception) ? exception : undefined
  const reason = allOf(attributes, 'Note').find((note) => NOTE.test(note)) ?? stated
  if (reason === undefined) return false
  const message = `"${reason.slice(0, 200)}": what the genome has is another sequence, and is not called so; give that of the id with --cdna, --cds or --pep`
  onProblem({ line: line.line, cause: 'sequence edit', feature: id, message })
  return true
}
