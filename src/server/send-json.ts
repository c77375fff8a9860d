import { once } from 'node:events'
import type { ServerResponse } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { JSON_TYPE, requireJson } from './accept-json.ts'
import { evaluate } from './conditions.ts'
import { CORS_HEADERS } from './cors.ts'
import { ProtocolError } from './errors.ts'
import { SILENCE } from './send-pieces.ts'
import { sendText } from './send-text.ts'

/** Text that is gathered before it is written; what ends before has a Content-Length. */
const PIECE = 64 * 1024

/**
 * Answers with a value as JSON.
 *
 * @throws {@link ProtocolError} 406, 412.
 */
export function sendJson(
  request: FastifyRequest,
  reply: FastifyReply,
  cacheControl: string,
  value: unknown,
): void {
  requireJson(request)
  sendText(request, reply, { contentType: JSON_TYPE, cacheControl, body: JSON.stringify(value) })
}

/** JSON that is made while it is sent. */
export interface StreamedJson {
  /** Strong entity tag, known beforehand. */
  readonly etag: string
  readonly cacheControl: string
  readonly text: AsyncIterable<string>
}

/**
 * Answers with JSON of any length, at the pace of the client and with a piece of it in memory. A
 * short one has a Content-Length; a longer one is chunked, and a fault destroys the connection, so
 * that the missing end shows.
 *
 * @throws {@link ProtocolError} 406, 412; and what goes wrong before the first piece.
 */
export async function streamJson(
  request: FastifyRequest,
  reply: FastifyReply,
  { etag, cacheControl, text }: StreamedJson,
): Promise<void> {
  requireJson(request)
  const verdict = evaluate(request.headers, etag)
  if (verdict === 'failed') throw new ProtocolError('PRECONDITION_FAILED', { etag })
  const headers = {
    'Content-Type': JSON_TYPE,
    'Cache-Control': cacheControl,
    ETag: etag,
    Vary: 'Accept',
    ...CORS_HEADERS,
  }
  const response = reply.raw
  if (verdict === 'not-modified') {
    reply.hijack()
    response.writeHead(304, headers).end()
    return
  }
  // A pipelined request waits for its turn before anything is read for it.
  if (response.socket === null) await once(response, 'socket')
  const pieces = piecesOf(text)
  const first = (await pieces.next()) as { value: string }
  const second = await pieces.next()
  const length = second.done ? { 'Content-Length': Buffer.byteLength(first.value) } : {}
  reply.hijack()
  response.writeHead(200, { ...headers, ...length })
  if (second.done || request.method === 'HEAD') {
    response.end(first.value)
    await pieces.return(undefined)
    return
  }
  response.socket?.setTimeout(SILENCE)
  // Writing to a connection that has just gone is no fault of the process.
  response.on('error', () => {})
  try {
    await write(response, first.value)
    await write(response, second.value)
    for await (const piece of pieces) {
      if (response.destroyed) return
      await write(response, piece)
    }
    response.end()
  } catch (cause) {
    reply.server.logger.error({ err: cause, url: request.url }, 'an answer broke off')
    response.destroy()
  }
}

async function* piecesOf(text: AsyncIterable<string>): AsyncGenerator<string, undefined> {
  let piece = ''
  for await (const part of text) {
    piece += part
    if (piece.length >= PIECE) {
      yield piece
      piece = ''
    }
  }
  yield piece
}

/** Writes, and waits while the client takes no more, or until it is gone. */
async function write(response: ServerResponse, text: string): Promise<void> {
  if (response.write(text) || response.destroyed) return
  await new Promise<void>((resolve) => {
    const done = () => {
      response.off('drain', done).off('close', done)
      resolve()
    }
    response.once('drain', done).once('close', done)
  })
}
