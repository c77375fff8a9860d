import { once } from 'node:events'
import type { FastifyReply, FastifyRequest } from 'fastify'

/** An answer whose body is at hand. */
interface EarlyAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string | number>>
  readonly body: string
}

/** Milliseconds for which the rest of a body is awaited. */
const LINGER = 10_000

/**
 * Answers before all of the body has come. The answer goes out at once; what still comes is passed
 * over for a while before the connection may end, for an end with unread bytes would make the kernel
 * send a reset, which can overtake the answer (RFC 9112, section 9.6).
 */
export async function sendEarly(
  { raw: request }: FastifyRequest,
  reply: FastifyReply,
  { status, headers, body }: EarlyAnswer,
): Promise<FastifyReply> {
  reply.hijack()
  const response = reply.raw
  response.writeHead(status, { ...headers, 'Content-Length': Buffer.byteLength(body) })
  if (!request.complete) {
    response.write(body)
    // Who read the body last may still be counted as its reader in this turn.
    await new Promise(setImmediate)
    request.resume()
    const signal = AbortSignal.timeout(LINGER)
    const ends = [once(request, 'end', { signal })]
    for (const event of ['end', 'close']) ends.push(once(request.socket, event, { signal }))
    await Promise.race(ends).catch(() => {})
    response.end()
  } else response.end(body)
  return reply
}
