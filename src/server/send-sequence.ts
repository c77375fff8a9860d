import { once } from 'node:events'
import type { FastifyReply } from 'fastify'
import type { SequenceRecord, SequenceStore } from '../store/store.ts'
import { ProtocolError } from './errors.ts'
import { residuesOf, type Segment } from './range.ts'
import { Ring } from './ring.ts'

/** Residues that are read and written at a time, and the most that is sent in one piece. */
export const PIECE = 256 * 1024

/**
 * Up to here, Node's joining of a string to the headers spares a tenth of the time; beyond, it is
 * one more copy.
 */
const SMALL = 4096

/** A client that takes no byte for so many milliseconds is gone. */
export const SILENCE = 120_000

/** Pieces of one answer in memory: one is decoded while the others drain to the client. */
const BUFFERS = 3

/**
 * Sends residues. What fits in one piece leaves with its headers in one write; more is streamed at
 * the pace of the client.
 *
 * Nothing is sent before the first piece is read, so that a fault can still be answered with 500.
 * A later fault destroys the connection: the missing bytes show against Content-Length.
 *
 * @param headers Names and values by turns, complete with Content-Length.
 * @throws {@link ProtocolError} 500 when the first piece cannot be read.
 */
export async function sendSequence(
  reply: FastifyReply,
  status: number,
  headers: string[],
  store: SequenceStore,
  record: SequenceRecord,
  segments: readonly Segment[],
): Promise<void> {
  const response = reply.raw
  // A pipelined request waits for its turn with empty hands, not with a buffer for each.
  if (response.socket === null) await once(response, 'socket')

  const length = residuesOf(segments)
  const first = Buffer.allocUnsafe(Math.min(length, PIECE))
  const source = new Source(store, record, segments)
  try {
    await source.read(first)
  } catch (cause) {
    reply.server.logger.error({ err: cause, url: reply.request.url }, 'a sequence was not read')
    throw new ProtocolError('STORAGE_FAULT')
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
    for (let left = length - PIECE; left > 0; left -= PIECE) {
      const buffer = await ring.take()
      if (buffer === undefined) return
      const bytes = Math.min(left, PIECE)
      await source.read(bytes === PIECE ? buffer : buffer.subarray(0, bytes))
      ring.write(buffer, bytes)
    }
    response.end()
  } catch (cause) {
    reply.server.logger.error({ err: cause, url: reply.request.url }, 'a sequence broke off')
    response.destroy()
  }
}

/** Reads segments one after another, as if they were one. */
class Source {
  readonly #store: SequenceStore
  readonly #record: SequenceRecord
  readonly #segments: readonly Segment[]
  #segment = 0
  /** Residues of the current segment that have been read. */
  #done = 0

  constructor(store: SequenceStore, record: SequenceRecord, segments: readonly Segment[]) {
    this.#store = store
    this.#record = record
    this.#segments = segments
  }

  /** Fills a buffer; as many residues must be left. */
  async read(into: Uint8Array): Promise<void> {
    for (let filled = 0; filled < into.length; ) {
      const { start0, end0 } = this.#segments[this.#segment]!
      const from = start0 + this.#done
      const count = Math.min(end0 - from, into.length - filled)
      const part = count === into.length ? into : into.subarray(filled, filled + count)
      await this.#store.read(this.#record, from, from + count, part)
      filled += count
      this.#done += count
      if (from + count === end0) {
        this.#segment++
        this.#done = 0
      }
    }
  }
}
