/**
 * Pages of LMDB's file as version 2 of its format has them, on a little-endian machine of 64 bits
 * (`mdb.c`, "Page Header", "Node"). A page begins with its number (64 bits), the number of the
 * transaction that wrote it (64), 16 bits without use, flags (16), and where its free room begins and
 * ends (16 each, counted from the end of this header). Places of nodes (16 bits each, in the order of their
 * keys) follow; nodes are laid down from the end of the page.
 *
 * A node is the size of its data (32 bits; in a branch page the number of the page below, 48 bits),
 * flags (16), the size of its key (16), the key and the data, and takes an even number of bytes.
 */
export const PAGE_BYTES = 4096
export const PAGE_HEADER = 24
export const NODE_HEADER = 8

export const BRANCH = 1
export const LEAF = 2

/** A node with more than this has its data in pages of its own (`me_nodemax`). */
export const MOST_NODE = 2034

/** Bytes up to which a loop is faster than a call. */
const SHORT = 256

/** A page that is being filled. */
export class Page {
  readonly bytes: Uint8Array = new Uint8Array(PAGE_BYTES)
  readonly #view = new DataView(this.bytes.buffer)
  readonly #flags: number
  count = 0
  /** Where its last node begins, counted from the end of the header. */
  #upper = PAGE_BYTES - PAGE_HEADER
  #lastSize = 0

  constructor(flags: typeof BRANCH | typeof LEAF) {
    this.#flags = flags
  }

  /** Whether a node of so many bytes, with its header, fits in. */
  fits(size: number): boolean {
    return 2 * (this.count + 1) + even(size) <= this.#upper
  }

  /** Adds a node of a key and data, which are bytes `[key, value)` and `[value, end)`. */
  add(bytes: Uint8Array, key: number, value: number, end: number): void {
    const at = this.#begin(NODE_HEADER + end - key)
    this.#view.setUint32(at, end - value, true)
    this.#view.setUint16(at + 4, 0, true)
    this.#view.setUint16(at + 6, value - key, true)
    const to = this.bytes
    if (end - key > SHORT) to.set(bytes.subarray(key, end), at + NODE_HEADER)
    else for (let i = key, o = at + NODE_HEADER; i < end; i++, o++) to[o] = bytes[i]!
  }

  /** Adds a node that leads to another page. */
  addChild(key: Uint8Array, page: number): void {
    const at = this.#begin(NODE_HEADER + key.length)
    this.#view.setUint32(at, page % 2 ** 32, true)
    this.#view.setUint16(at + 4, Math.floor(page / 2 ** 32), true)
    this.#view.setUint16(at + 6, key.length, true)
    this.bytes.set(key, at + NODE_HEADER)
  }

  /** Takes the last node back. */
  removeLast(): void {
    this.count--
    this.#upper += this.#lastSize
  }

  /** Ends it: it is then as it stands in the file. */
  seal(number: number, transaction: number): void {
    const view = this.#view
    view.setBigUint64(0, BigInt(number), true)
    view.setBigUint64(8, BigInt(transaction), true)
    view.setUint16(16, 0, true)
    view.setUint16(18, this.#flags, true)
    view.setUint16(20, 2 * this.count, true)
    view.setUint16(22, this.#upper, true)
    this.bytes.fill(0, PAGE_HEADER + 2 * this.count, PAGE_HEADER + this.#upper)
  }

  clear(): void {
    this.count = 0
    this.#upper = PAGE_BYTES - PAGE_HEADER
  }

  /** Takes room for a node, and returns where in the page it begins. */
  #begin(size: number): number {
    this.#lastSize = even(size)
    this.#upper -= this.#lastSize
    this.#view.setUint16(PAGE_HEADER + 2 * this.count++, this.#upper, true)
    return PAGE_HEADER + this.#upper
  }
}

function even(size: number): number {
  return (size + 1) & ~1
}
