import { createHash } from 'node:crypto'
import { DIGEST_BYTES } from '../digest/sha512t24u.ts'

/** Bytes that are hashed at once: an update costs as much as hashing a kilobyte. */
const HASHED = 1 << 15

/** Characters of the largest integer. */
export const DIGITS = 16

const OPEN = 0x5b
const COMMA = 0x2c
const ZERO = 0x30

/** Bytes up to which a loop is faster than a call. */
const SHORT = 96

/** Hashes an array as canonical JSON, from the canonical JSON of its elements, written byte by byte. */
export class ArrayDigester {
  readonly #hash = createHash('sha512')
  bytes: Uint8Array
  length = 1

  /** @param bytes - What elements are written into, unless one is larger. */
  constructor(bytes: Uint8Array = new Uint8Array(HASHED)) {
    this.bytes = bytes
    this.bytes[0] = OPEN
  }

  #empty = true

  /** Begins an element of up to `most` bytes, and returns where among the bytes it does. */
  begin(most: number): number {
    if (this.length + 1 + most > this.bytes.length) {
      this.#hash.update(this.bytes.subarray(0, this.length))
      this.length = 0
      if (1 + most > this.bytes.length) this.bytes = new Uint8Array(2 * most)
    }
    if (!this.#empty) this.bytes[this.length++] = COMMA
    this.#empty = false
    return this.length
  }

  byte(value: number): void {
    this.bytes[this.length++] = value
  }

  /** Bytes `[from, to)`. */
  part(value: Uint8Array, from: number, to: number): void {
    const { bytes, length } = this
    if (to - from > SHORT) bytes.set(value.subarray(from, to), length)
    else for (let i = from, o = length; i < to; i++, o++) bytes[o] = value[i]!
    this.length = length + to - from
  }

  /** An integer from 0 to 2^53. */
  number(value: number): void {
    let size = 1
    for (let limit = 10; limit <= value; limit *= 10) size++
    let rest = value
    for (let o = this.length + size; --o >= this.length; ) {
      const next = Math.floor(rest / 10)
      this.bytes[o] = ZERO + rest - 10 * next
      rest = next
    }
    this.length += size
  }

  /** Of the whole array, 24 bytes. */
  digest(): Uint8Array {
    this.#hash.update(this.bytes.subarray(0, this.length))
    return Uint8Array.from(this.#hash.update(']').digest().subarray(0, DIGEST_BYTES))
  }
}
