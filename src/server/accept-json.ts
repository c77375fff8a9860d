import type { FastifyRequest } from 'fastify'
import { effectiveAccept, parseAccept, preference } from './accept.ts'
import { ProtocolError } from './errors.ts'
import type { Parameter } from './range.ts'

/** The media type of what has no type of its own. */
export const JSON_TYPE = 'application/json'

/**
 * Makes sure that the client takes JSON, where there is nothing else to send.
 *
 * @throws {@link ProtocolError} 406.
 */
export function requireJson(request: FastifyRequest): void {
  const { accept } = request.query as { accept: Parameter }
  const ranges = parseAccept(effectiveAccept(accept, request.headers.accept))
  if (preference(ranges, JSON_TYPE).q === 0) {
    throw new ProtocolError('NOT_ACCEPTABLE', {}, { body: { supported: [JSON_TYPE] } })
  }
}
