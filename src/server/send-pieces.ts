import { once } from 'node:events'
import { setImmediate } from 'node:timers/promises'
import type { FastifyReply } from 'fastify'
import type { Awaitable } from '../store/store.ts'
import { ProtocolError } from './errors.ts'
import { Ring } from './ring.ts'
import { sendAtOnce } from './send-at-once.ts'
import { readSmall, SMALL } from './small-text.ts'

/** Bytes that are read and written at a time, and the most that is sent in one piece. */
export const PIECE = 256 * 1024

/** A client that takes no byte for so many milliseconds is gone. */
export const SILENCE = 120_000

/**
 * Pieces that may be sent in one turn of the event loop. What the kernel takes at once calls for the next piece in the
 * same turn: a fast client would get 4 MB before anyone else has his turn.
 */
const TURN = 4

/** Pieces of one answer in memory: one is made while the others drain to the client. */
const BUFFERS = 3

/**
 * Sends a body of known length. What fits in one piece leaves with its headers in one write; more is
 * streamed at the pace of the client.
 *
 * Nothing is sent before the first piece is read, so that a fault can still be answered with 500.
 * A later fault destroys the connection: the missing bytes show against Content-Length.
 *
 * @param headers Names and values by turns, complete with Content-Length.
 * @param read Fills a buffer with what comes next.
 * @throws {@link ProtocolError} 500 when the first piece cannot be read.
 */
export async function sendPieces(
  reply: FastifyReply,
  status: number,
  headers: string[],
  length: number,
  read: (into: Uint8Array) => Awaitable<void>,
): Promise<void> {
  const response = reply.raw
  // A pipelined request waits for its turn with empty hands, not with a buffer for each.
  if (response.socket === null) await once(response, 'socket')

  const first = Buffer.allocUnsafe(Math.min(length, PIECE))
  try {
    await read(first)
  } catch (cause) {
    notRead(reply, cause)
  }
  reply.hijack()
  response.writeHead(status, headers)
  if (length <= SMALL) {
    response.end(first.toString('latin1'), 'latin1')
    return
  }
  // For a small answer, which the kernel takes at once, the timer would be a tenth of the time.
  response.socket?.setTimeout(SILENCE)
  if (length <= PIECE) {
    response.end(first)
    return
  }
  try {
    const ring = new Ring(response, first, BUFFERS)
    ring.write(first, PIECE)
    let pieces = 1
    for (let left = length - PIECE; left > 0; left -= PIECE) {
      if (++pieces % TURN === 0) await setImmediate()
      const buffer = await ring.take()
      if (buffer === undefined) return
      const bytes = Math.min(left, PIECE)
      await read(bytes === PIECE ? buffer : buffer.subarray(0, bytes))
      ring.write(buffer, bytes)
    }
    response.end()
  } catch (cause) {
    reply.server.logger.error({ err: cause, url: reply.request.url }, 'a body broke off')
    response.destroy()
  }
}

/**
 * Sends a body that leaves with its headers in one write, without a promise where it is read at once.
 *
 * @param headers As a {@link SmallAnswer} has them.
 * @param read Fills the front of a buffer with all of it.
 * @returns `too long` when that cannot be, and nothing was done.
 */
export function sendSmall(
  reply: FastifyReply,
  status: number,
  headers: string[],
  length: number,
  read: (into: Uint8Array) => Awaitable<void>,
): Awaitable<void> | 'too long' {
  const response = reply.raw
  if (length > SMALL || response.socket === null) return 'too long'
  const send = (body: string) => {
    reply.hijack()
    sendAtOnce(response, { status, headers, body })
  }
  let body: Awaitable<string>
  try {
    body = readSmall(length, read)
  } catch (cause) {
    notRead(reply, cause)
  }
  return typeof body === 'string' ? send(body) : body.then(send, (cause) => notRead(reply, cause))
}

function notRead(reply: FastifyReply, cause: unknown): never {
  reply.server.logger.error({ err: cause, url: reply.request.url }, 'a body was not read')
  throw new ProtocolError('STORAGE_FAULT')
}
