import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { evaluate } from './conditions.ts'
import { ProtocolError } from './errors.ts'
import { bodyEtag } from './etag.ts'
import { sendAtOnce } from './send-at-once.ts'
import type { SmallAnswer } from './small-answer.ts'

/** A body that is made whole in memory, and what to say about it. */
export interface TextAnswer {
  readonly contentType: string
  readonly cacheControl: string
  readonly body: string
  /** Of the body, where it is known. */
  readonly etag?: string
  readonly headers?: Readonly<Record<string, string>>
}

/**
 * The answer with a text, or with 304 as the request's preconditions want.
 *
 * @throws {@link ProtocolError} 412.
 */
export function textAnswer(
  requestHeaders: IncomingHttpHeaders,
  { contentType, cacheControl, body, headers, etag = bodyEtag(body) }: TextAnswer,
): SmallAnswer {
  const verdict = evaluate(requestHeaders, etag)
  if (verdict === 'failed') throw new ProtocolError('PRECONDITION_FAILED', { etag })
  const bytes = Buffer.byteLength(body)
  const answer = ['Content-Type', contentType, 'Content-Length', `${bytes}`]
  answer.push('Cache-Control', cacheControl, 'ETag', etag)
  if (headers) answer.push(...Object.entries(headers).flat())
  return {
    status: verdict === 'not-modified' ? 304 : 200,
    headers: answer,
    body: bytes === body.length ? body : Buffer.from(body).toString('latin1'),
  }
}

/**
 * Answers with a text, see {@link textAnswer}.
 *
 * @throws {@link ProtocolError} 412.
 */
export function sendText(request: FastifyRequest, reply: FastifyReply, text: TextAnswer): void {
  const answer = textAnswer(request.headers, text)
  // Past Fastify, which would add a charset to JSON: vendor types are compared letter by letter.
  reply.hijack()
  sendAtOnce(reply.raw, answer)
}
