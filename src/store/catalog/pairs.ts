/** A key and its value; both, and the pair, are valid until the next pair is asked for. */
export type Pair = readonly [key: Buffer, value: Buffer]

/** Pairs one after the other, each where it is: nothing is copied, nothing made. */
export interface PairCursor {
  /** What holds the pair at hand, and where in it. */
  readonly pairs: PairBuffer
  readonly offset: number
  /** Goes on to the next pair; `false` at the end. */
  advance(): boolean
  close(): void
}

/** Lengths of key and value (32 bits each, little-endian), which stand before them. */
export const HEAD_BYTES = 8

/** Bytes up to which a loop is faster than a call. */
const SHORT = 96

/** Pairs begin at whole words, so that runs are written word by word: in a third of the time of bytes. */
const WORD = 4

/** Where the next pair can begin, at or behind a place. */
export function wholeWords(end: number): number {
  return (end + WORD - 1) & -WORD
}

/** Memory that holds pairs, one after the other or in any order. */
export class PairBuffer {
  /** Memory that threads share; what of it is not used takes none. */
  readonly shared: SharedArrayBuffer
  readonly bytes: Buffer
  readonly view: DataView
  readonly #words: Int32Array

  constructor(memory: number | SharedArrayBuffer) {
    this.shared = typeof memory === 'number' ? new SharedArrayBuffer(wholeWords(memory)) : memory
    this.bytes = Buffer.from(this.shared)
    this.view = new DataView(this.shared)
    this.#words = new Int32Array(this.shared)
  }

  /** Where a pair's value begins. */
  valueAt(offset: number): number {
    return offset + HEAD_BYTES + this.view.getUint32(offset, true)
  }

  /** Where a pair ends. */
  endOf(offset: number): number {
    return this.valueAt(offset) + this.view.getUint32(offset + 4, true)
  }

  /** Where the pair behind it begins. */
  nextOf(offset: number): number {
    return wholeWords(this.endOf(offset))
  }

  /** The first 32 bits of a key; a shorter one counts as if zeros followed. */
  prefix(offset: number): number {
    const length = this.view.getUint32(offset, true)
    if (length >= 4) return this.view.getUint32(offset + HEAD_BYTES)
    let prefix = 0
    for (let i = 0; i < 4; i++) {
      prefix = prefix * 256 + (i < length ? this.bytes[offset + HEAD_BYTES + i]! : 0)
    }
    return prefix
  }

  put(offset: number, key: Uint8Array, value: Uint8Array): void {
    this.view.setUint32(offset, key.length, true)
    this.view.setUint32(offset + 4, value.length, true)
    copy(key, 0, key.length, this.bytes, offset + HEAD_BYTES)
    copy(value, 0, value.length, this.bytes, offset + HEAD_BYTES + key.length)
  }

  /** Puts a key of bytes `[key, key + keySize)` and a value of bytes `[value, end)`. */
  putParts(
    offset: number,
    keys: Uint8Array,
    key: number,
    keySize: number,
    values: Uint8Array,
    value: number,
    end: number,
  ): void {
    this.view.setUint32(offset, keySize, true)
    this.view.setUint32(offset + 4, end - value, true)
    copy(keys, key, key + keySize, this.bytes, offset + HEAD_BYTES)
    copy(values, value, end, this.bytes, offset + HEAD_BYTES + keySize)
  }

  /** Adds bytes to the value of a pair, behind which nothing is, if its key is this. */
  extend(
    offset: number,
    keys: Uint8Array,
    key: number,
    keySize: number,
    values: Uint8Array,
    size: number,
  ): boolean {
    if (this.view.getUint32(offset, true) !== keySize) return false
    const start = offset + HEAD_BYTES
    for (let i = 0; i < keySize; i++) if (this.bytes[start + i] !== keys[key + i]) return false
    const end = this.endOf(offset)
    copy(values, 0, size, this.bytes, end)
    this.view.setUint32(offset + 4, end - start - keySize + size, true)
    return true
  }

  /** Copies a pair of another buffer, and returns where the next can begin here. */
  take(offset: number, from: PairBuffer, start: number): number {
    const words = this.#words
    const others = from.#words
    const end = from.nextOf(start) / WORD
    let to = offset / WORD
    for (let i = start / WORD; i < end; i++, to++) words[to] = others[i]!
    return to * WORD
  }

  /** Compares the keys of two pairs as bytes. */
  compare(offset: number, other: PairBuffer, otherOffset: number): number {
    const length = this.view.getUint32(offset, true)
    const otherLength = other.view.getUint32(otherOffset, true)
    const common = Math.min(length, otherLength)
    const start = offset + HEAD_BYTES
    const otherStart = otherOffset + HEAD_BYTES
    for (let i = 0; i < common; i++) {
      const difference = this.bytes[start + i]! - other.bytes[otherStart + i]!
      if (difference !== 0) return difference
    }
    return length - otherLength
  }
}

/**
 * Gives pairs out in buffers that are used again, one for each length: two views and two copies a
 * pair took as long as LMDB needs to put it.
 */
export class PairViews {
  readonly #pair: [key: Buffer, value: Buffer] = [Buffer.alloc(0), Buffer.alloc(0)]
  readonly #keys: Buffer[] = []
  readonly #values: Buffer[] = []

  of(pairs: PairBuffer, offset: number): Pair {
    const value = pairs.valueAt(offset)
    this.#pair[0] = viewOf(this.#keys, pairs.bytes, offset + HEAD_BYTES, value)
    this.#pair[1] = viewOf(this.#values, pairs.bytes, value, pairs.endOf(offset))
    return this.#pair
  }
}

function viewOf(known: Buffer[], bytes: Buffer, start: number, end: number): Buffer {
  const length = end - start
  // A copy: LMDB takes no shared memory.
  if (length > SHORT) return Buffer.from(bytes.subarray(start, end))
  known[length] ??= Buffer.alloc(length)
  const view = known[length]
  copy(bytes, start, end, view, 0)
  return view
}

function copy(from: Uint8Array, start: number, end: number, to: Uint8Array, at: number): void {
  if (end - start > SHORT) to.set(from.subarray(start, end), at)
  else for (let i = start, o = at; i < end; i++, o++) to[o] = from[i]!
}
