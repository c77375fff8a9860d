import type { FastifyReply } from 'fastify'
import type { Awaitable, SequenceRecord, SequenceStore, SequentialRead } from '../store/store.ts'
import { FIXED_HEADERS } from './fixed-headers.ts'
import { residuesOf, type Segment } from './range.ts'
import type { ResiduesAnswer } from './residues-answer.ts'
import { PIECE, sendPieces, sendSmall } from './send-pieces.ts'

/**
 * Sends residues.
 *
 * @returns A promise when there is something to wait for: a short part is mostly read and sent at once.
 * @throws {@link ProtocolError} 500 when the first piece cannot be read.
 */
export function sendSequence(
  reply: FastifyReply,
  store: SequenceStore,
  { status, headers, record, segments }: ResiduesAnswer,
): Awaitable<void> {
  const [segment, ...others] = segments
  const length = residuesOf(segments)
  const all = [...FIXED_HEADERS, ...headers]
  if (segment && others.length === 0) {
    const { start0, end0 } = segment
    const read = (into: Uint8Array) => store.read(record, start0, end0, into)
    const sent = sendSmall(reply, status, headers, length, read)
    if (sent !== 'too long') return sent
    // Nothing comes after it that could be read ahead.
    if (length <= PIECE) return sendPieces(reply, status, all, length, read)
  }
  const source = new Source(store, record, segments)
  return sendPieces(reply, status, all, length, (into) => source.read(into))
}

/** Reads segments one after another, as if they were one. */
class Source {
  readonly #store: SequenceStore
  readonly #record: SequenceRecord
  readonly #segments: readonly Segment[]
  #segment = 0
  /** Of the current segment, and how many residues of it are left. */
  #sequential: SequentialRead | undefined
  #left = 0

  constructor(store: SequenceStore, record: SequenceRecord, segments: readonly Segment[]) {
    this.#store = store
    this.#record = record
    this.#segments = segments
  }

  /** Fills a buffer; as many residues must be left. */
  async read(into: Uint8Array): Promise<void> {
    for (let filled = 0; filled < into.length; ) {
      const sequential = this.#left > 0 ? this.#sequential! : this.#next()
      const count = Math.min(this.#left, into.length - filled)
      await sequential.read(count === into.length ? into : into.subarray(filled, filled + count))
      filled += count
      this.#left -= count
    }
  }

  #next(): SequentialRead {
    const { start0, end0 } = this.#segments[this.#segment++]!
    this.#left = end0 - start0
    this.#sequential = this.#store.sequential(this.#record, start0, end0)
    return this.#sequential
  }
}
