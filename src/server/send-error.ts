import type { FastifyReply } from 'fastify'
import { CACHE } from './caching.ts'
import { CORS_HEADERS } from './cors.ts'
import type { ProtocolError } from './errors.ts'

/** All headers of an error's answer. */
export function errorHeaders(error: ProtocolError): Record<string, string | number> {
  return {
    'Content-Type': 'application/json; charset=utf-8',
    'Content-Length': Buffer.byteLength(error.body),
    'Cache-Control': CACHE.none,
    Vary: 'Accept',
    ...CORS_HEADERS,
    ...error.headers,
  }
}

/** Answers with an error. */
export function sendError(reply: FastifyReply, error: ProtocolError): FastifyReply {
  return reply.code(error.status).headers(errorHeaders(error)).send(error.body)
}
