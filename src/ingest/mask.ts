import { createHash } from 'node:crypto'
import { DIGEST_BYTES } from '../digest/sha512t24u.ts'
import { ByteWriter } from '../store/binary.ts'

/** Bytes of encoded runs that are handed on at once. */
const PART_BYTES = 32 << 10

/**
 * Encodes the soft-mask runs of the members of a file as the journal holds them (pairs of varints:
 * gap, length), and digests them: files that differ in case only differ in this digest.
 */
export class MaskEncoder {
  readonly #sha512 = createHash('sha512')
  readonly #unhashed = new ByteWriter(2 * PART_BYTES)
  readonly #runs = new ByteWriter(2 * PART_BYTES)
  #end = 0

  /** Whether enough is held to be handed on. */
  get full(): boolean {
    return this.#runs.length >= PART_BYTES
  }

  /** Adds runs `[from, to)` of `start0, end0` pairs in ascending order. */
  add(runs: ArrayLike<number>, from = 0, to = runs.length): void {
    for (let i = from; i < to; i += 2) {
      this.#runs.integer(runs[i]! - this.#end)
      this.#runs.integer(runs[i + 1]! - runs[i]!)
      this.#end = runs[i + 1]!
    }
  }

  /** Takes what is held; `undefined` when that is nothing. */
  take(): Uint8Array | undefined {
    if (this.#runs.length === 0) return undefined
    const runs = this.#runs.view().slice()
    this.#hash(runs)
    this.#runs.length = 0
    return runs
  }

  /** Ends a member, after its runs were taken. A run of length 0, which no mask has, parts members. */
  endMember(): void {
    this.#hash(END)
    this.#end = 0
  }

  /** Short bytes are hashed together: an update costs as much as hashing a kilobyte. */
  #hash(bytes: Uint8Array): void {
    this.#unhashed.raw(bytes)
    if (this.#unhashed.length < PART_BYTES) return
    this.#sha512.update(this.#unhashed.view())
    this.#unhashed.length = 0
  }

  /** Digest of all members' runs, 24 bytes. */
  digest(): Uint8Array {
    this.#sha512.update(this.#unhashed.view())
    return Uint8Array.from(this.#sha512.digest().subarray(0, DIGEST_BYTES))
  }
}

const END = new Uint8Array([0, 0])
