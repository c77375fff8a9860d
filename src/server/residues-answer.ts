import type { IncomingHttpHeaders } from 'node:http'
import type { SequenceRecord } from '../store/store.ts'
import { evaluate, rangeApplies } from './conditions.ts'
import { decimal } from './decimal.ts'
import { ProtocolError } from './errors.ts'
import { partEtag, sequenceEtag } from './etag.ts'
import type { Found } from './find-sequence.ts'
import {
  type Parameter,
  parseByteRange,
  positions,
  residuesOf,
  type Segment,
  within,
} from './range.ts'

/** What a protocol has to say about its answers of residues. */
export interface ResiduesOptions {
  readonly contentType: string
  /** Longest part that is sent, in residues, or `null`. */
  readonly subsequenceLimit: number | null
  /** Whether a Range is held to that limit too: yes, unless this is `false`. */
  readonly limitsRange?: boolean
  /** What `start` and `end` mean; refget's {@link positions} unless given. */
  readonly cut?: typeof positions
}

/** A request for residues. */
export interface ResiduesRequest {
  readonly isHead: boolean
  readonly query: Record<string, unknown>
  readonly headers: IncomingHttpHeaders
}

/** What such a request is answered with. */
export interface ResiduesAnswer {
  readonly status: 200 | 206 | 304
  /** Names and values by turns, beside {@link FIXED_HEADERS}. */
  readonly headers: string[]
  readonly record: SequenceRecord
  /** What is sent of it, in this order; nothing of it to HEAD and with 304. */
  readonly segments: readonly Segment[]
}

/**
 * The answer with the residues of a sequence, or with the part that `start` and `end` or a Range header
 * ask for: the one way in which every protocol does it. Content-Length is always there, and nothing
 * is chunked, compressed or redirected (htslib's ref-cache takes no other answer).
 *
 * Checks run in the order of the compliance suites' documents: 400, bounds, limit; then preconditions
 * and Range, in that order, as RFC 9110 (section 13.2.2) has them.
 *
 * @throws {@link ProtocolError} 400, 412, 416, 422, 501.
 */
export function residuesAnswer(
  { isHead, query, headers }: ResiduesRequest,
  { record, id, cacheControl }: Found,
  options: ResiduesOptions,
): ResiduesAnswer {
  const { contentType, subsequenceLimit, limitsRange = true, cut = positions } = options
  const { length } = record
  const { start, end } = query as Readonly<Record<'start' | 'end', Parameter>>

  // Range is defined for GET alone (RFC 9110, section 14.2).
  const rangeHeader = isHead ? undefined : headers.range
  const isPart = start !== undefined || end !== undefined
  if (isPart && rangeHeader !== undefined) throw new ProtocolError('RANGE_AND_POSITIONS')
  const range = rangeHeader === undefined ? undefined : parseByteRange(rangeHeader)

  let segments: readonly Segment[] = length === 0 ? [] : [{ start0: 0, end0: length }]
  let etag = sequenceEtag(id)
  if (isPart) {
    segments = cut(start, end, length, record.circular)
    checkLimit(segments, subsequenceLimit)
    etag = partEtag(id, segments)
  }

  const verdict = evaluate(headers, etag)
  if (verdict === 'failed') throw new ProtocolError('PRECONDITION_FAILED', { etag })

  let status: ResiduesAnswer['status'] = verdict === 'not-modified' ? 304 : 200
  let contentRange: string | undefined
  if (status === 200 && range !== undefined && rangeApplies(headers, etag)) {
    const unsatisfied = { 'Content-Range': `bytes */${length}` }
    const segment = within(range, length)
    if (segment === undefined) {
      const values = { value: rangeHeader!, length, last: Math.max(0, length - 1) }
      throw new ProtocolError('EMPTY_RANGE', values, { headers: unsatisfied })
    }
    segments = [segment]
    if (limitsRange) checkLimit(segments, subsequenceLimit, unsatisfied)
    status = 206
    contentRange = `bytes ${decimal(segment.start0)}-${decimal(segment.end0 - 1)}/${length}`
  }

  const answer = [
    'Content-Type',
    contentType,
    'Content-Length',
    decimal(residuesOf(segments)),
    'Accept-Ranges',
    isPart ? 'none' : 'bytes',
    'ETag',
    etag,
    'Cache-Control',
    cacheControl,
  ]
  if (contentRange !== undefined) answer.push('Content-Range', contentRange)
  return { status, headers: answer, record, segments }
}

function checkLimit(
  segments: readonly Segment[],
  limit: number | null,
  headers: Record<string, string> = {},
): void {
  const asked = residuesOf(segments)
  if (limit !== null && asked > limit) {
    throw new ProtocolError('OVER_LIMIT', { asked, limit }, { headers })
  }
}
