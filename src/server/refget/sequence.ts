import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { effectiveAccept } from '../accept.ts'
import { evaluate, rangeApplies } from '../conditions.ts'
import { CORS_HEADERS } from '../cors.ts'
import { ProtocolError } from '../errors.ts'
import { partEtag, sequenceEtag } from '../etag.ts'
import { resource } from '../methods.ts'
import {
  type Parameter,
  parseByteRange,
  positions,
  residuesOf,
  type Segment,
  within,
} from '../range.ts'
import { sendSequence } from '../send-sequence.ts'
import { findSequence } from './find-sequence.ts'
import { negotiator, supportedTypes } from './media-types.ts'
import type { RefgetOptions } from './options.ts'

type Query = Readonly<Record<'start' | 'end' | 'accept', Parameter>>

const FIXED_HEADERS = ['Vary', 'Accept', ...Object.entries(CORS_HEADERS).flat()]

/** Adds `GET /sequence/{id}`. */
export function addSequence(app: FastifyInstance, options: RefgetOptions): void {
  const { store, defaultVersion, subsequenceLimit } = options
  const negotiate = negotiator('plain', defaultVersion)
  const urlOf = (id: string) => `${app.prefix}/sequence/${id}`

  // Checks run in the order of the compliance suites' documents: 404, 406, 400, bounds, limit; then
  // preconditions and Range, in that order, as RFC 9110 (section 13.2.2) has them.
  resource(app, '/sequence/:id', async (request: FastifyRequest, reply: FastifyReply) => {
    const { record, id, cacheControl } = await findSequence(
      store,
      (request.params as { id: string }).id,
      urlOf,
    )
    const { length } = record
    const { headers } = request.raw
    const query = request.query as Query

    const representation = negotiate(effectiveAccept(query.accept, headers.accept))
    if (representation === undefined) {
      throw new ProtocolError(
        'NOT_ACCEPTABLE',
        {},
        { body: { supported: supportedTypes('plain') } },
      )
    }

    const isHead = request.raw.method === 'HEAD'
    // Range is defined for GET alone (RFC 9110, section 14.2).
    const rangeHeader = isHead ? undefined : headers.range
    const isPart = query.start !== undefined || query.end !== undefined
    if (isPart && rangeHeader !== undefined) throw new ProtocolError('RANGE_AND_POSITIONS')
    const range = rangeHeader === undefined ? undefined : parseByteRange(rangeHeader)

    let segments: readonly Segment[] = length === 0 ? [] : [{ start0: 0, end0: length }]
    let etag = sequenceEtag(id)
    if (isPart) {
      segments = positions(query.start, query.end, length, record.circular)
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
      // Refget limits Range since 2.0.0 only; before, nothing told a client about it.
      if (representation.version === '2.0.0') checkLimit(segments, subsequenceLimit, unsatisfied)
      status = 206
      contentRange = `bytes ${segment.start0}-${segment.end0 - 1}/${length}`
    }

    const answer = [
      'Content-Type',
      representation.contentType,
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
    await sendSequence(reply, status, answer, store, record, segments)
  })
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
