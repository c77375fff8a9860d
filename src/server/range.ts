import { ProtocolError } from './errors.ts'

/**
 * The one place where a request for a part of a sequence becomes positions: `start` and `end`
 * (refget: 0-start, half-open) and the Range header (RFC 9110: 0-start, closed).
 */

/** Residues `[start0, end0)`, never empty. */
export interface Segment {
  readonly start0: number
  readonly end0: number
}

/** Query parameters as they came: text, several of the same name, or absent. */
export type Parameter = string | string[] | undefined

/** A Range header as it was spelled; `last` is Infinity when left open. */
export type ByteRange =
  | { readonly first: number; readonly last: number }
  | { readonly suffix: number }

/** Refget makes positions 32-bit unsigned integers. */
const UINT32 = 0xffffffff

/**
 * The residues from `start` to `end`, in the order in which they are sent: one segment, two across
 * the origin of a circular sequence, none for an empty answer.
 *
 * @param length Of the sequence, in residues. Positions above 2^32 - 1 are taken only if it has such.
 * @throws {@link ProtocolError} 400 for a parameter that is no number, and (by the letter of refget)
 * a start beyond the length; 416 for positions outside, or a start after the end if not circular.
 */
export function positions(
  start: Parameter,
  end: Parameter,
  length: number,
  circular: boolean,
): Segment[] {
  const start0 = position('start', start, length) ?? 0
  const end0 = position('end', end, length) ?? length
  if (start0 > length) throw new ProtocolError('START_BEYOND_SEQUENCE', { start: start0, length })
  // The compliance suites want 416 at start = length; an empty sequence has no other start.
  if (start0 === length && length > 0) throw outside('start', start0, length)
  if (end0 > length) throw outside('end', end0, length)
  if (start0 === end0) return []
  if (start0 < end0) return [{ start0, end0 }]
  if (!circular) throw new ProtocolError('NOT_CIRCULAR', { start: start0, end: end0 })
  const tail = { start0, end0: length }
  return end0 === 0 ? [tail] : [tail, { start0: 0, end0 }]
}

/**
 * The residues from `start` to `end` as SeqRepo cuts them, and Python its strings: what lies beyond
 * the end is left out, and no sequence is circular.
 *
 * @throws {@link ProtocolError} 400 for a parameter that is no number, 422 for a start after the end.
 */
export function slice(start: Parameter, end: Parameter, length: number): Segment[] {
  const start0 = position('start', start, length) ?? 0
  const given0 = position('end', end, length)
  if (given0 !== undefined && start0 > given0) {
    throw new ProtocolError('START_AFTER_END', { start: start0, end: given0 })
  }
  const end0 = Math.min(given0 ?? length, length)
  return start0 < end0 ? [{ start0, end0 }] : []
}

/**
 * Reads a Range header of one byte range. RFC 9110 would ignore a malformed one; the refget
 * compliance suites want 400, and a whole chromosome is no good answer to a typing error.
 *
 * @throws {@link ProtocolError} 400 for several ranges, other units and anything malformed.
 */
export function parseByteRange(header: string): ByteRange {
  const [, first = '', last = ''] = /^bytes=(\d*)-(\d*)$/i.exec(header) ?? []
  if (first !== '') {
    return { first: Number(first), last: last === '' ? Number.POSITIVE_INFINITY : Number(last) }
  }
  if (last !== '') return { suffix: Number(last) }
  throw new ProtocolError('BAD_RANGE', { value: header })
}

/**
 * Cuts a byte range to a sequence.
 *
 * @returns `undefined` when it holds no residue, which is 416.
 */
export function within(range: ByteRange, length: number): Segment | undefined {
  if ('suffix' in range) {
    if (range.suffix === 0 || length === 0) return undefined
    return { start0: Math.max(0, length - range.suffix), end0: length }
  }
  // Compared before 1 is added to make it half-open: bytes=10-9 is no empty answer.
  if (range.first >= length || range.first > range.last) return undefined
  return { start0: range.first, end0: Math.min(range.last, length - 1) + 1 }
}

/** Residues of all segments together. */
export function residuesOf(segments: readonly Segment[]): number {
  let sum = 0
  for (const { start0, end0 } of segments) sum += end0 - start0
  return sum
}

function position(name: string, value: Parameter, length: number): number | undefined {
  if (value === undefined) return undefined
  const limit = length > UINT32 ? Number.MAX_SAFE_INTEGER : UINT32
  const number = typeof value === 'string' && /^[0-9]+$/.test(value) ? Number(value) : Number.NaN
  if (!(number <= limit))
    throw new ProtocolError('BAD_POSITION', { name, limit, value: `${value}` })
  return number
}

function outside(name: string, value: number, length: number): ProtocolError {
  return new ProtocolError('OUT_OF_BOUNDS', { name, value, length })
}
