import { DIGEST_BYTES } from '../digest/sha512t24u.ts'

/**
 * A set of 24-byte digests in an open-addressing table: 24 bytes a digest and 6 on average for its
 * slot, a quarter of what a `Set` of strings takes.
 */
export class DigestSet {
  #digests = new Uint8Array(DIGEST_BYTES * 64)
  #slots = new Int32Array(256).fill(-1)
  #size = 0

  get size(): number {
    return this.#size
  }

  /** Adds a digest; `false` when it is there already. */
  add(digest: Uint8Array): boolean {
    const slot = this.#find(digest)
    if (this.#slots[slot] !== -1) return false
    if (this.#size * DIGEST_BYTES === this.#digests.length) this.#grow()
    this.#digests.set(digest, this.#size * DIGEST_BYTES)
    this.#slots[this.#find(digest)] = this.#size++
    return true
  }

  /** The slot that holds a digest, or the free one where it belongs. */
  #find(digest: Uint8Array): number {
    const mask = this.#slots.length - 1
    let slot = hashOf(digest, 0) & mask
    for (let index = this.#slots[slot]!; index !== -1; index = this.#slots[slot]!) {
      if (this.#equals(index * DIGEST_BYTES, digest)) return slot
      slot = (slot + 1) & mask
    }
    return slot
  }

  #equals(at: number, digest: Uint8Array): boolean {
    for (let i = 0; i < DIGEST_BYTES; i++) if (this.#digests[at + i] !== digest[i]) return false
    return true
  }

  #grow(): void {
    const digests = new Uint8Array(2 * this.#digests.length)
    digests.set(this.#digests)
    this.#digests = digests
    this.#slots = new Int32Array(2 * this.#slots.length).fill(-1)
    const mask = this.#slots.length - 1
    for (let index = 0; index < this.#size; index++) {
      let slot = hashOf(digests, index * DIGEST_BYTES) & mask
      while (this.#slots[slot] !== -1) slot = (slot + 1) & mask
      this.#slots[slot] = index
    }
  }
}

/** A digest is random already: any four bytes of it are a hash. */
function hashOf(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
}
