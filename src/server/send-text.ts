import type { FastifyReply, FastifyRequest } from 'fastify'
import { evaluate } from './conditions.ts'
import { CORS_HEADERS } from './cors.ts'
import { ProtocolError } from './errors.ts'
import { bodyEtag } from './etag.ts'
import { sendAtOnce } from './send-at-once.ts'

/** A body that is made whole in memory, and what to say about it. */
export interface TextAnswer {
  readonly contentType: string
  readonly cacheControl: string
  readonly body: string
  /** Of the body, where it is known. */
  readonly etag?: string
  readonly headers?: Readonly<Record<string, string>>
}

const FIXED_HEADERS = ['Vary', 'Accept', ...Object.entries(CORS_HEADERS).flat()]

/**
 * Answers with a text, or with 304 or 412 as the request's preconditions want.
 *
 * @throws {@link ProtocolError} 412.
 */
export function sendText(
  request: FastifyRequest,
  reply: FastifyReply,
  { contentType, cacheControl, body, headers, etag = bodyEtag(body) }: TextAnswer,
): void {
  const verdict = evaluate(request.headers, etag)
  if (verdict === 'failed') throw new ProtocolError('PRECONDITION_FAILED', { etag })
  const bytes = Buffer.byteLength(body)
  const answer = ['Content-Type', contentType, 'Content-Length', `${bytes}`]
  answer.push('Cache-Control', cacheControl, 'ETag', etag, ...FIXED_HEADERS)
  // Past Fastify, which would add a charset to JSON: vendor types are compared letter by letter.
  reply.hijack()
  if (verdict === 'proceed' && headers === undefined && bytes === body.length) {
    sendAtOnce(reply.raw, 200, answer, body)
    return
  }
  if (headers) answer.push(...Object.entries(headers).flat())
  // Node leaves the body out of answers to HEAD and of 304.
  reply.raw.writeHead(verdict === 'not-modified' ? 304 : 200, answer).end(body)
}
