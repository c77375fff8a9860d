/** Why something of an annotation file could not be taken as it stands. */
export interface Problem {
  /** 1-based line in the annotation file; absent where the problem is not of one line. */
  readonly line?: number
  readonly cause: ProblemCause
  /** Id of the feature, as far as it has one. */
  readonly feature?: string
  /** What was found and what came of it, for the one who curates the file. */
  readonly message: string
}

/** In the order in which a report lists them: what costs a product first. */
export type ProblemCause =
  | 'bad line'
  | 'unknown region'
  | 'outside region'
  | 'missing parent'
  | 'parent cycle'
  | 'duplicate id'
  | 'too many parents'
  | 'too many CDS'
  | 'overlapping exons'
  | 'exon order'
  | 'CDS outside exons'
  | 'overlapping CDS'
  | 'no complement'
  | 'internal stop'
  | 'unknown genetic code'
  | 'no product'
  | 'wrong phase'
  | 'translation exception'
  | 'sequence edit'
  | 'trans-splicing'
  | 'given product'
  | 'different product'

/** Takes problems as they are met. */
export type OnProblem = (problem: Problem) => void
