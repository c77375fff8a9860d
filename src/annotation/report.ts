import type { GenomeCounts } from './genome.ts'
import type { Problem, ProblemCause } from './problem.ts'

/** What came of deriving a genome's products, kept with the genome. */
export interface GenomeReport {
  readonly files: readonly ReportedFile[]
  readonly dialect: string
  readonly counts: GenomeCounts & DerivedCounts
  /** Facts that were taken by default or from one of two sources that disagree. */
  readonly notes: readonly string[]
  readonly problems: readonly ProblemGroup[]
  /** How derived sequences compare with those that FASTA files gave. */
  readonly comparisons: readonly Comparison[]
}

export interface ReportedFile {
  readonly role: 'genome' | 'annotation' | ProductKind
  readonly name: string
}

export type ProductKind = 'cdna' | 'cds' | 'pep'

/** Sequences that products have; equal ones are stored once. */
interface DerivedCounts {
  readonly cdna: number
  readonly cds: number
  readonly utrs: number
}

/** Problems of one cause. */
export interface ProblemGroup {
  readonly cause: ProblemCause
  readonly count: number
  /** The first {@link LISTED} of them. */
  readonly listed: readonly Problem[]
}

export interface Comparison {
  readonly kind: ProductKind
  /** Records of the FASTA files. */
  readonly given: number
  /** Of which no transcript took them. */
  readonly unmatched: number
  readonly identical: number
  /** Taken as given, nothing having been derived. */
  readonly notDerived: number
  readonly different: Readonly<Record<string, number>>
}

/** Problems of a cause that a report lists; all are counted. */
export const LISTED = 10_000

/** Gathers problems by cause. */
export class Problems {
  readonly #groups = new Map<ProblemCause, { count: number; listed: Problem[] }>()

  readonly add = (problem: Problem): void => {
    let group = this.#groups.get(problem.cause)
    if (!group) {
      group = { count: 0, listed: [] }
      this.#groups.set(problem.cause, group)
    }
    group.count++
    if (group.listed.length < LISTED) group.listed.push(problem)
  }

  groups(): ProblemGroup[] {
    return [...this.#groups].map(([cause, group]) => ({ cause, ...group }))
  }
}
