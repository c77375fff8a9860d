import { once } from 'node:events'
import type { FastifyReply } from 'fastify'
import { SINK_BYTES, type Sink } from '../../collection/regions/write-regions.ts'
import { CACHE } from '../caching.ts'
import { CORS_HEADERS } from '../cors.ts'
import { ProtocolError } from '../errors.ts'
import { Ring } from '../ring.ts'
import { SILENCE } from '../send-pieces.ts'

/** Buffers of one answer: one is filled while the others drain to the client. */
const BUFFERS = 3

/**
 * An answer whose length nobody knows before its end. What fits into one buffer has a
 * Content-Length; more is chunked, at the pace of the client.
 */
export class Answer implements Sink {
  readonly #reply: FastifyReply
  readonly #headers: Readonly<Record<string, string>>
  #ring: Ring | undefined
  #first: Buffer | undefined

  constructor(reply: FastifyReply, contentType: string) {
    this.#reply = reply
    this.#headers = {
      'Content-Type': contentType,
      'Cache-Control': CACHE.none,
      Vary: 'Accept',
      // Names in it are whatever somebody sent: no browser may take it for a page.
      'X-Content-Type-Options': 'nosniff',
      ...CORS_HEADERS,
    }
  }

  async take(): Promise<Buffer | undefined> {
    if (this.#ring) return this.#ring.take()
    const { raw } = this.#reply
    // A pipelined request waits for its turn with empty hands.
    if (raw.socket === null && !raw.destroyed) await once(raw, 'socket')
    this.#first = Buffer.allocUnsafeSlow(SINK_BYTES)
    return raw.destroyed ? undefined : this.#first
  }

  write(buffer: Buffer, bytes: number): void {
    if (!this.#ring) {
      this.#reply.hijack()
      this.#reply.raw.writeHead(200, this.#headers)
      this.#reply.raw.socket?.setTimeout(SILENCE)
      this.#ring = new Ring(this.#reply.raw, this.#first!, BUFFERS)
    }
    this.#ring.write(buffer, bytes)
  }

  /** Ends with what is not written yet. */
  end({ buffer, bytes }: { buffer: Buffer; bytes: number }): void {
    const { raw } = this.#reply
    if (!this.#ring) {
      this.#reply.hijack()
      raw.writeHead(200, { ...this.#headers, 'Content-Length': bytes })
    }
    raw.end(buffer.subarray(0, bytes))
  }

  /**
   * Ends after a fault: as an error where nothing was sent, else by destroying the connection, so
   * that the missing end shows.
   *
   * @throws {@link ProtocolError} 500.
   */
  fail(cause: unknown): void {
    const { raw, server, request } = this.#reply
    server.logger.error({ err: cause, url: request.url }, 'a batch broke off')
    if (!this.#ring) throw new ProtocolError('STORAGE_FAULT')
    raw.destroy()
  }
}
