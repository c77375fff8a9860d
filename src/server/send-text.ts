import type { FastifyReply, FastifyRequest } from 'fastify'
import { evaluate } from './conditions.ts'
import { CORS_HEADERS } from './cors.ts'
import { ProtocolError } from './errors.ts'
import { bodyEtag } from './etag.ts'

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
  // Past Fastify, which would add a charset to JSON: vendor types are compared letter by letter.
  reply.hijack()
  reply.raw.writeHead(verdict === 'not-modified' ? 304 : 200, {
    'Content-Type': contentType,
    'Content-Length': Buffer.byteLength(body),
    'Cache-Control': cacheControl,
    ETag: etag,
    Vary: 'Accept',
    ...CORS_HEADERS,
    ...headers,
  })
  // Node leaves the body out of answers to HEAD and of 304.
  reply.raw.end(body)
}
