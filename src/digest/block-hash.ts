/** A hash function that is fed piece by piece. */
export interface IncrementalHash {
  update(bytes: Uint8Array): void
  /** The digest of all that came; the hash is then of no further use. */
  digest(): Uint8Array
}

/**
 * What MD5 and SHA-512 share: blocks, and the padding of the last (Merkle-Damgard). Both are here in plain
 * JavaScript for browsers, whose WebCrypto digests nothing piece by piece.
 */
export abstract class BlockHash implements IncrementalHash {
  protected readonly state: Int32Array
  readonly #block: Uint8Array
  readonly #littleEndian: boolean
  #held = 0
  #length = 0

  /** @param blockBytes - The length takes an eighth of the last block. */
  constructor(state: Int32Array, blockBytes: number, littleEndian: boolean) {
    this.state = Int32Array.from(state)
    this.#block = new Uint8Array(blockBytes)
    this.#littleEndian = littleEndian
  }

  protected abstract compress(block: DataView): void

  update(bytes: Uint8Array): void {
    const size = this.#block.length
    this.#length += bytes.length
    let at = 0
    if (this.#held > 0) {
      at = Math.min(size - this.#held, bytes.length)
      this.#block.set(bytes.subarray(0, at), this.#held)
      this.#held += at
      if (this.#held < size) return
      this.compress(new DataView(this.#block.buffer))
    }
    for (; at + size <= bytes.length; at += size) {
      this.compress(new DataView(bytes.buffer, bytes.byteOffset + at, size))
    }
    this.#block.set(bytes.subarray(at))
    this.#held = bytes.length - at
  }

  digest(): Uint8Array {
    const size = this.#block.length
    const fits = this.#held < size - size / 8
    const padding = new Uint8Array((fits ? size : 2 * size) - this.#held)
    padding[0] = 0x80
    // SHA-512 has 128 bits for the length, of which 64 are far more than enough.
    const bits = 8n * BigInt(this.#length)
    new DataView(padding.buffer).setBigUint64(padding.length - 8, bits, this.#littleEndian)
    this.update(padding)
    const digest = new DataView(new ArrayBuffer(4 * this.state.length))
    for (const [i, word] of this.state.entries()) digest.setInt32(4 * i, word, this.#littleEndian)
    return new Uint8Array(digest.buffer)
  }
}
