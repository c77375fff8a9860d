import type { Blob } from '../blobs.ts'
import type { Awaitable } from '../store.ts'

/** What two blocks take, and what a short sequence does with its directory. */
const BYTES = 16 << 10

/** Bytes to read into, the same for one read after another: a small answer would make 2 KiB of garbage. */
export class Scratch {
  #bytes = Buffer.allocUnsafe(BYTES)

  /** Reads from a blob and uses what was read, which is valid during the call only. */
  read<T>(blob: Blob, position: number, length: number, use: (bytes: Buffer) => T): Awaitable<T> {
    const bytes = length <= BYTES ? this.#bytes.subarray(0, length) : Buffer.allocUnsafe(length)
    const reading = blob.read(bytes, position)
    if (!reading) return use(bytes)
    // Others read meanwhile: who has to wait keeps the bytes.
    if (length <= BYTES) this.#bytes = Buffer.allocUnsafe(BYTES)
    return reading.then(() => use(bytes))
  }
}
