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
  /** The block, and room behind it for what SHA-512 makes of it. */
  protected readonly words: Int32Array = new Int32Array(160)
  readonly #block: Uint8Array
  readonly #littleEndian: boolean
  #length = 0

  /** @param blockBytes - The length takes an eighth of the last block. */
  constructor(state: Int32Array, blockBytes: number, littleEndian: boolean) {
    this.state = Int32Array.from(state)
    this.#block = new Uint8Array(blockBytes)
    this.#littleEndian = littleEndian
  }

  /** Takes the block of {@link words} into {@link state}. */
  protected abstract compress(): void

  update(bytes: Uint8Array): void {
    const size = this.#block.length
    for (let at = 0; at < bytes.length; ) {
      const held = this.#length % size
      const part = bytes.subarray(at, at + size - held)
      if (part.length === size) this.#take(part)
      else {
        this.#block.set(part, held)
        if (held + part.length === size) this.#take(this.#block)
      }
      this.#length += part.length
      at += part.length
    }
  }

  #take({ buffer, byteOffset, length }: Uint8Array): void {
    const block = new DataView(buffer, byteOffset)
    for (let i = 0; 4 * i < length; i++) this.words[i] = block.getInt32(4 * i, this.#littleEndian)
    this.compress()
  }

  digest(): Uint8Array {
    const size = this.#block.length
    const held = this.#length % size
    const padding = new Uint8Array((held < size - size / 8 ? size : 2 * size) - held)
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
