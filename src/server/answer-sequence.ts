import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Awaitable, SequenceStore } from '../store/store.ts'
import { evaluate, rangeApplies } from './conditions.ts'
import { CORS_HEADERS } from './cors.ts'
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
import { sendSequence } from './send-sequence.ts'

/** What a protocol has to say about its answers of residues. */
export interface ResiduesOptions {
  readonly store: SequenceStore
  readonly contentType: string
  /** Longest part that is sent, in residues, or `null`. */
  readonly subsequenceLimit: number | null
  /** Whether a Range is held to that limit too: yes, unless this is `false`. */
  readonly limitsRange?: boolean
  /** What `start` and `end` mean; refget's {@link positions} unless given. */
  readonly cut?: typeof positions
}

type Query = Readonly<Record<'start' | 'end', Parameter>>

const FIXED_HEADERS = ['Vary', 'Accept', ...Object.entries(CORS_HEADERS).flat()]

/**
 * Answers with the residues of a sequence, or with the part that `start` and `end` or a Range header
 * ask for: the one way in which every protocol does it. Content-Length is always there, and nothing
 * is chunked, compressed or redirected (htslib's ref-cache takes no other answer).
 *
 * Checks run in the order of the compliance suites' documents: 400, bounds, limit; then preconditions
 * and Range, in that order, as RFC 9110 (section 13.2.2) has them.
 */
export function answerSequence(
  request: FastifyRequest,
  reply: FastifyReply,
  { record, id, cacheControl }: Found,
  options: ResiduesOptions,
): Awaitable<void> {
  const { store, contentType, subsequenceLimit, limitsRange = true, cut = positions } = options
  const { length } = record
  const { headers } = request.raw
  const query = request.query as Query

  const isHead = request.raw.method === 'HEAD'
  // Range is defined for GET alone (RFC 9110, section 14.2).
  const rangeHeader = isHead ? undefined : headers.range
  const isPart = query.start !== undefined || query.end !== undefined
  if (isPart && rangeHeader !== undefined) throw new ProtocolError('RANGE_AND_POSITIONS')
  const range = rangeHeader === undefined ? undefined : parseByteRange(rangeHeader)

  let segments: readonly Segment[] = length === 0 ? [] : [{ start0: 0, end0: length }]
  let etag = sequenceEtag(id)
  if (isPart) {
    segments = cut(query.start, query.end, length, record.circular)
    checkLimit(segments, subsequenceLimit)
    etag = partEtag(id, segments)
  }

  const verdict = evaluate(headers, etag)
  if (verdict === 'failed') throw new ProtocolError('PRECONDITION_FAILED', { etag })

  let status = verdict === 'not-modified' ? 304 : 200
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
    contentRange = `bytes ${segment.start0}-${segment.end0 - 1}/${length}`
  }

  const answer = [
    'Content-Type',
    contentType,
    'Content-Length',
    `${residuesOf(segments)}`,
    'Accept-Ranges',
    isPart ? 'none' : 'bytes',
    'ETag',
    etag,
    'Cache-Control',
    cacheControl,
    ...FIXED_HEADERS,
  ]
  if (contentRange !== undefined) answer.push('Content-Range', contentRange)
  if (isHead || status === 304) {
    reply.hijack()
    reply.raw.writeHead(status, answer).end()
    return
  }
  return sendSequence(reply, status, answer, store, record, segments)
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
