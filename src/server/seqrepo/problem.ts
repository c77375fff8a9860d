import { STATUS_CODES } from 'node:http'
import type { FastifyReply } from 'fastify'
import type { ProtocolError } from '../errors.ts'
import { errorHeaders } from '../send-error.ts'

/**
 * Answers with an error as SeqRepo's service does, in the form of RFC 7807; a name of several
 * sequences is 422 there.
 */
export function sendProblem(reply: FastifyReply, error: ProtocolError): void {
  const status = error.code === 'SEVERAL_SEQUENCES' ? 422 : error.status
  const body = JSON.stringify({
    ...JSON.parse(error.body),
    ...{ detail: error.message, status, title: STATUS_CODES[status], type: 'about:blank' },
  })
  // Past Fastify, which would add a charset that this type does not have.
  reply.hijack()
  reply.raw.writeHead(status, {
    ...errorHeaders(error),
    'Content-Type': 'application/problem+json',
    'Content-Length': Buffer.byteLength(body),
  })
  reply.raw.end(body)
}
