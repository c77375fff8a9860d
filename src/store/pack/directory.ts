import { blockCheck, ENTRY_BYTES, uint32 } from './layout.ts'

/** The block directory of the sequence that is being written: 10 bytes a block (layout.ts). */
export class DirectoryWriter {
  #bytes = new Uint8Array(64 * ENTRY_BYTES)
  #view = new DataView(this.#bytes.buffer)
  #blocks = 0

  /** Adds a block by its end, in bytes from the start of the sequence, and the CRC of its payload. */
  add(end: number, crc: number): void {
    const at = this.#blocks * ENTRY_BYTES
    if (at === this.#bytes.length) this.#grow()
    this.#view.setUint32(at, end % 2 ** 32, true)
    this.#view.setUint16(at + 4, Math.floor(end / 2 ** 32), true)
    this.#view.setUint32(at + 6, crc, true)
    this.#blocks++
  }

  /** Mixes the seed into all checks and gives the bytes; a view, valid until the next call. */
  seal(seed: number): Uint8Array {
    const length = this.#blocks * ENTRY_BYTES
    for (let at = 0, index = 0; at < length; at += ENTRY_BYTES, index++) {
      const crc = this.#view.getUint32(at + 6, true)
      this.#view.setUint32(at + 6, blockCheck(crc, seed, index), true)
    }
    this.#blocks = 0
    return this.#bytes.subarray(0, length)
  }

  clear(): void {
    this.#blocks = 0
  }

  #grow(): void {
    const bytes = new Uint8Array(2 * this.#bytes.length)
    bytes.set(this.#bytes)
    this.#bytes = bytes
    this.#view = new DataView(bytes.buffer)
  }
}

/** End of a block in bytes from the start of its sequence, from the entry at byte `at`. */
export function entryEnd(directory: Uint8Array, at: number): number {
  return uint32(directory, at) + (directory[at + 4]! | (directory[at + 5]! << 8)) * 2 ** 32
}

/** Check of a block, from the entry at byte `at`. */
export function entryCheck(directory: Uint8Array, at: number): number {
  return uint32(directory, at + 6)
}
