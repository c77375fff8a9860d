import type { FastifyReply } from 'fastify'
import type { SequenceRecord, SequenceStore } from '../store/store.ts'
import { residuesOf, type Segment } from './range.ts'
import { sendPieces } from './send-pieces.ts'

/**
 * Sends residues.
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
  const source = new Source(store, record, segments)
  await sendPieces(reply, status, headers, residuesOf(segments), (into) => source.read(into))
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
