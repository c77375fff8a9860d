import type { SequenceRecord } from '../../store/store.ts'
import type { Problem, Region } from './region.ts'

/** Residues of a sequence in the order in which they are read, and how the region is spelled in full. */
export interface Cut {
  readonly start0: number
  readonly end0: number
  readonly length: number
}

/**
 * Cuts a region to its sequence. Unlike refget's parameters, and like BED, a region may be empty
 * anywhere, its end included.
 *
 * @param limit Residues that a region may have; whole sequences know no limit.
 */
export function cut(region: Region, record: SequenceRecord, limit: number | null): Cut | Problem {
  const { length, circular } = record
  const { start0 = 0, end0 = length } = region
  if (start0 > length || end0 > length) {
    const [name, value] = start0 > length ? ['start', start0] : ['end', end0]
    return outside(
      'OUT_OF_BOUNDS',
      `"${name}" is ${value}, but the sequence has ${length} residues. Ask within them.`,
    )
  }
  if (start0 > end0 && !circular) {
    return outside(
      'NOT_CIRCULAR',
      `"start" (${start0}) is after "end" (${end0}), and this sequence is not circular. Exchange them.`,
    )
  }
  const residues = start0 <= end0 ? end0 - start0 : length - start0 + end0
  const isPart = region.start0 !== undefined || region.end0 !== undefined
  if (isPart && limit !== null && residues > limit) {
    return outside(
      'OVER_LIMIT',
      `A part of ${residues} residues was asked for; at most ${limit} are sent. Ask for smaller parts, or for the whole sequence.`,
    )
  }
  return { start0, end0, length: residues }
}

function outside(code: string, message: string): Problem {
  return { status: 416, code, message }
}
