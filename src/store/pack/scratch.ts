import type { Blob } from '../blobs.ts'
import type { Awaitable } from '../store.ts'

/** What two blocks take, and what a short sequence does with its directory. */
const SMALL = 16 << 10

/** What the blocks of 256 KiB of bases take, wherever they begin. */
const LARGE = 80 << 10

/** Large ones that are kept: 640 KiB. */
const KEPT = 8

/**
 * Bytes to read into, the same for one read after another: a small answer would make 2 KiB of garbage,
 * and a stream so much that collecting it took a sixth of its time.
 */
export class Scratch {
  #small = Buffer.allocUnsafeSlow(SMALL)
  readonly #large: Buffer[] = []

  /** Reads from a blob and uses what was read, which is valid during the call only. */
  read<T>(blob: Blob, position: number, length: number, use: (bytes: Buffer) => T): Awaitable<T> {
    return length <= SMALL
      ? this.#readSmall(blob, position, length, use)
      : this.#readLarge(blob, position, length, use)
  }

  #readSmall<T>(
    blob: Blob,
    position: number,
    length: number,
    use: (bytes: Buffer) => T,
  ): Awaitable<T> {
    const bytes = this.#small.subarray(0, length)
    const reading = blob.read(bytes, position)
    if (!reading) return use(bytes)
    // Others read meanwhile: who has to wait keeps the bytes.
    this.#small = Buffer.allocUnsafeSlow(SMALL)
    return reading.then(() => use(bytes))
  }

  async #readLarge<T>(
    blob: Blob,
    position: number,
    length: number,
    use: (bytes: Buffer) => T,
  ): Promise<T> {
    const whole =
      length > LARGE
        ? Buffer.allocUnsafeSlow(length)
        : (this.#large.pop() ?? Buffer.allocUnsafeSlow(LARGE))
    const bytes = whole.subarray(0, length)
    await blob.read(bytes, position)
    const used = use(bytes)
    if (whole.length === LARGE && this.#large.length < KEPT) this.#large.push(whole)
    return used
  }
}
