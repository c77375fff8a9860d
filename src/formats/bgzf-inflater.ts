import { BgzfBatch, type InflatedBatch } from './bgzf-batch.ts'

/** Batches that are inflated at once, on the threads of the pool: 12 MiB with what they become. */
const BATCHES_AT_ONCE = 6

/** Inflates the BGZF blocks of a file in parallel, and gives them back in order. */
export class BgzfInflater {
  readonly #batches: Promise<InflatedBatch>[] = []
  #batch = new BgzfBatch()
  #failed = false

  /** Whether so much is under way that some of it should be {@link BgzfInflater.take}n. */
  get busy(): boolean {
    return this.#batches.length >= BATCHES_AT_ONCE
  }

  /**
   * @param header - Bytes of the block's header.
   * @param offset - Where the block begins in the file, for messages.
   */
  add(block: Uint8Array, header: number, offset: number): void {
    this.#batch.add(block, header, offset)
    if (this.#batch.full) this.#seal()
  }

  /**
   * The next of what was inflated.
   *
   * @throws {@link FormatError} when a block is damaged, after what comes before it: nothing follows.
   */
  async *take(): AsyncGenerator<Uint8Array> {
    const { parts, error } = await this.#batches.shift()!
    yield* parts
    if (error === undefined) return
    this.#failed = true
    throw error
  }

  /** All that was added and not taken. */
  async *finish(): AsyncGenerator<Uint8Array> {
    this.#seal()
    while (this.#batches.length > 0 && !this.#failed) yield* this.take()
  }

  #seal(): void {
    if (this.#batch.empty) return
    this.#batches.push(this.#batch.inflate())
    this.#batch = new BgzfBatch()
  }
}
