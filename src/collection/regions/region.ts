/** A part of a sequence, as somebody asks for it. */
export interface Region {
  /** What names the sequence, as it is spelled. */
  readonly id: string
  /** The first residue, 0-based; 0 where absent. */
  readonly start0?: number
  /**
   * The residue after the last; the length of the sequence where absent. One before `start0` goes
   * around the origin of a circular sequence.
   */
  readonly end0?: number
  /** Whether the reverse complement is asked for. */
  readonly reverse: boolean
  /** What the region itself is called. */
  readonly name?: string
  /** How FASTA's header has it, where not by its positions. */
  readonly title?: string
  /** Of the file that it stands in, 1-based. */
  readonly line?: number
  /** Why it cannot be looked for at all. */
  readonly problem?: Problem
}

/** Why there are no residues in the place of a region. */
export interface Problem {
  /** Of HTTP, as the region alone would be answered. */
  readonly status: number
  /** Stays the same. */
  readonly code: string
  /** What is wrong, and what to do. */
  readonly message: string
}

/** Longest identifier and longest name of a region, in UTF-16 units: a head must fit into a piece. */
export const MAX_TEXT = 4096

export function badRegion(message: string): Problem {
  return { status: 400, code: 'BAD_REGION', message }
}

export function shortened(text: string): string {
  return text.length <= 100 ? text : `${text.slice(0, 100)}...`
}
