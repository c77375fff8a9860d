import type { ByteQueue } from './byte-queue.ts'
import { FormatError } from './errors.ts'
import { TooLongError } from './sequence-dictionary.ts'

/** Reads the numbers and texts at the start of a binary file, in order. */
export class BinaryHeader {
  readonly #queue: ByteQueue
  readonly #format: string
  readonly #limit: number

  /**
   * @param format - For messages.
   * @param limit - Most bytes of all that is read.
   */
  constructor(queue: ByteQueue, format: string, limit: number) {
    this.#queue = queue
    this.#format = format
    this.#limit = limit
  }

  /**
   * The next `size` bytes; valid until the next call.
   *
   * @throws {@link FormatError} when the input ends before.
   */
  async bytes(size: number): Promise<Uint8Array> {
    this.check(size)
    if (!(await this.#queue.fill(size))) throw this.truncated()
    const bytes = this.#queue.view.subarray(0, size)
    this.#queue.skip(size)
    return bytes
  }

  /** Chunks of the next `size` bytes. */
  async *text(size: number): AsyncGenerator<Uint8Array> {
    this.check(size)
    let left = size
    while (left > 0) {
      if (!(await this.#queue.fill(1))) throw this.truncated()
      const part = this.#queue.view.subarray(0, left)
      left -= part.length
      yield part
      this.#queue.skip(part.length)
    }
  }

  /** A length or count, 32 bits, little-endian, signed in the specification. */
  async size(what: string): Promise<number> {
    const bytes = await this.bytes(4)
    const value = new DataView(bytes.buffer, bytes.byteOffset, 4).getInt32(0, true)
    if (value < 0) throw this.damaged(`the ${what} is ${value}`)
    return value
  }

  damaged(cause: string, error?: unknown): FormatError {
    return new FormatError(
      `the ${this.#format} header is damaged: ${cause}; get the file anew`,
      error === undefined ? {} : { error },
    )
  }

  truncated(): FormatError {
    return new FormatError(
      `the ${this.#format} file ends within its header; send or get more of it`,
    )
  }

  /** @throws {@link TooLongError} when `size` bytes more would exceed the limit. */
  check(size: number): void {
    if (this.#queue.offset + size > this.#limit) {
      throw new TooLongError(
        `the ${this.#format} header is longer than ${this.#limit / (1 << 20)} MiB and is not read on; is the file sound?`,
      )
    }
  }
}

/** Drops the zero bytes with which a text is padded. */
export async function* untilZero(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let ended = false
  for await (const chunk of chunks) {
    if (ended) continue
    const zero = chunk.indexOf(0)
    ended = zero >= 0
    yield ended ? chunk.subarray(0, zero) : chunk
  }
}
