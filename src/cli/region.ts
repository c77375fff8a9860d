import type { SequenceRecord, SequenceStore } from '../store/store.ts'
import { CliError } from './output.ts'
import { findAll, resolveSequence } from './resolve.ts'

/** A part of a sequence: one piece, or two around the origin of a circular one. */
export interface Region {
  readonly record: SequenceRecord
  /** As the user spelled it. */
  readonly name: string
  /** `[start0, end0)`, in the order of reading. */
  readonly pieces: readonly (readonly [start0: number, end0: number])[]
  readonly length: number
}

const SUFFIX = /^(.+):(\d[\d,]*)-(\d[\d,]*)?$/

/**
 * Reads `ID`, `ID:START-END` or `ID:START-`; 1-start, fully-closed, as samtools has it. An ID that
 * ends like a range is taken as a whole if a sequence is called so. START > END goes around the
 * origin of a circular sequence.
 *
 * @throws {@link CliError} when the sequence is unknown or the range is not in it.
 */
export async function resolveRegion(store: SequenceStore, text: string): Promise<Region> {
  const match = SUFFIX.exec(text)
  if (!match || (await findAll(store, text)).length > 0) {
    const record = await resolveSequence(store, text)
    return { record, name: text, pieces: [[0, record.length]], length: record.length }
  }
  const record = await resolveSequence(store, match[1]!)
  const { length, circular } = record
  const start1 = Number(match[2]!.replaceAll(',', ''))
  const end1 = match[3] === undefined ? length : Number(match[3].replaceAll(',', ''))
  if (start1 < 1 || start1 > length || end1 < 1 || end1 > length) {
    throw new CliError(`${text}: positions go from 1 to ${length}`)
  }
  if (start1 > end1 && !circular) {
    throw new CliError(`${text}: the start is after the end, and the sequence is not circular`)
  }
  const pieces: [number, number][] =
    start1 <= end1
      ? [[start1 - 1, end1]]
      : [
          [start1 - 1, length],
          [0, end1],
        ]
  const total = pieces.reduce((sum, [start0, end0]) => sum + end0 - start0, 0)
  return { record, name: text, pieces, length: total }
}
