import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'
import { DIGEST_BYTES } from '../digest/sha512t24u.ts'
import { Sorter } from './catalog/sorter.ts'

/** Digests held in memory: 96 MiB of them and 64 MiB of slots. */
const IN_MEMORY = 1 << 22

/**
 * A set of any number of 24-byte digests in bounded memory. The newest are in an open-addressing
 * table (40 bytes a digest, a third of a `Set` of strings); when that is full it becomes a
 * sorted file, in which a look-up is one read of a page.
 */
export class DigestSet {
  readonly #scratch: string
  readonly #capacity: number
  #digests = new Uint8Array(DIGEST_BYTES * 64)
  /**
   * By turns the place of a digest plus one, 0 where there is none, and its first 32 bits: most probes
   * end there, and leave the digests alone (0.3 s of a million without).
   */
  #slots = new Int32Array(256)
  #size = 0
  readonly #files: SortedDigests[] = []

  /** @param scratch - Path prefix for files, of which small sets have none. */
  constructor(scratch: string, capacity: number = IN_MEMORY) {
    this.#scratch = scratch
    this.#capacity = capacity
  }

  has(digest: Uint8Array): boolean {
    return this.#slots[this.#slotOf(digest)] !== 0 || this.#files.some((file) => file.has(digest))
  }

  /** Adds a digest; `false` when it is there already. */
  add(digest: Uint8Array): boolean {
    let slot = this.#slotOf(digest)
    if (this.#slots[slot] !== 0 || this.#files.some((file) => file.has(digest))) return false
    if (this.#size === this.#capacity || this.#size * DIGEST_BYTES === this.#digests.length) {
      if (this.#size === this.#capacity) this.#spill()
      else this.#grow()
      slot = this.#slotOf(digest)
    }
    const at = this.#size * DIGEST_BYTES
    for (let i = 0; i < DIGEST_BYTES; i++) this.#digests[at + i] = digest[i]!
    this.#slots[slot] = ++this.#size
    this.#slots[slot + 1] = hashOf(digest, 0)
    return true
  }

  /**
   * Looks where digests belong that are to be added, each at the beginning of `size` bytes: the processor
   * fetches memory for many at once, but in {@link DigestSet.add} waits for each (a million: 0.16 s, not 0.25).
   *
   * @returns A number without meaning, so that V8 leaves the loop as it is.
   */
  touch(digests: Uint8Array, size: number): number {
    const slots = this.#slots
    const mask = slots.length - 1
    let sum = 0
    for (let at = 0; at < digests.length; at += size)
      sum ^= slots[(2 * hashOf(digests, at)) & mask]!
    return sum
  }

  /** Removes its files, and holds nothing more. */
  close(): void {
    for (const file of this.#files.splice(0)) file.close()
    this.#digests = new Uint8Array(DIGEST_BYTES * 64)
    this.#slots = new Int32Array(256)
    this.#size = 0
  }

  /** The slot that holds a digest, or the free one where it belongs. */
  #slotOf(digest: Uint8Array): number {
    const slots = this.#slots
    const mask = slots.length - 1
    const hash = hashOf(digest, 0)
    let slot = (2 * hash) & mask
    for (let place = slots[slot]!; place !== 0; place = slots[slot]!) {
      const same = slots[slot + 1] === hash
      if (same && compare(this.#digests, (place - 1) * DIGEST_BYTES, digest) === 0) return slot
      slot = (slot + 2) & mask
    }
    return slot
  }

  #grow(): void {
    const digests = new Uint8Array(2 * this.#digests.length)
    digests.set(this.#digests)
    this.#digests = digests
    const old = this.#slots
    const slots = new Int32Array(2 * old.length)
    const mask = slots.length - 1
    for (let i = 0; i < old.length; i += 2) {
      if (old[i] === 0) continue
      let slot = (2 * old[i + 1]!) & mask
      while (slots[slot] !== 0) slot = (slot + 2) & mask
      slots[slot] = old[i]!
      slots[slot + 1] = old[i + 1]!
    }
    this.#slots = slots
  }

  #spill(): void {
    const path = `${this.#scratch}.${this.#files.length}`
    const sorter = new Sorter(path)
    for (let index = 0; index < this.#size; index++) {
      const at = index * DIGEST_BYTES
      sorter.add(this.#digests.subarray(at, at + DIGEST_BYTES), NOTHING)
    }
    this.#files.push(new SortedDigests(`${path}.digests`, sorter))
    sorter.close()
    this.#size = 0
    this.#slots.fill(0)
  }
}

const PAGE_DIGESTS = 170

/** Digests in ascending order in a file, with the first of each page of 4 KiB in memory. */
class SortedDigests {
  readonly #path: string
  readonly #file: number
  readonly #firsts: Uint8Array
  readonly #pages: number
  readonly #page = new Uint8Array(PAGE_DIGESTS * DIGEST_BYTES)

  constructor(path: string, sorter: Sorter) {
    this.#path = path
    this.#file = openSync(path, 'w+')
    const firsts: Uint8Array[] = []
    let held = 0
    const flush = () => {
      if (held === 0) return
      firsts.push(this.#page.slice(0, DIGEST_BYTES))
      writeSync(this.#file, this.#page, 0, held)
      held = 0
    }
    for (const [digest] of sorter.sorted()) {
      this.#page.set(digest, held)
      held += DIGEST_BYTES
      if (held === this.#page.length) flush()
    }
    flush()
    this.#firsts = Buffer.concat(firsts)
    this.#pages = firsts.length
  }

  has(digest: Uint8Array): boolean {
    const page = lastNotAfter(this.#firsts, this.#pages, digest)
    if (page < 0) return false
    const size = readSync(this.#file, this.#page, 0, this.#page.length, page * this.#page.length)
    const digests = size / DIGEST_BYTES
    const index = lastNotAfter(this.#page, digests, digest)
    return index >= 0 && compare(this.#page, index * DIGEST_BYTES, digest) === 0
  }

  close(): void {
    closeSync(this.#file)
    rmSync(this.#path, { force: true })
  }
}

const NOTHING = new Uint8Array(0)

/** Index of the last of `count` ascending digests that is not after `digest`; -1 when all are. */
function lastNotAfter(digests: Uint8Array, count: number, digest: Uint8Array): number {
  let low = -1
  let high = count
  while (high - low > 1) {
    const middle = (low + high) >> 1
    if (compare(digests, middle * DIGEST_BYTES, digest) <= 0) low = middle
    else high = middle
  }
  return low
}

function compare(digests: Uint8Array, at: number, digest: Uint8Array): number {
  for (let i = 0; i < DIGEST_BYTES; i++) {
    const difference = digests[at + i]! - digest[i]!
    if (difference !== 0) return difference
  }
  return 0
}

/** A digest is random already: any four bytes of it are a hash. */
function hashOf(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)
}
