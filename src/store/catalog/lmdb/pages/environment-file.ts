import { closeSync, fstatSync, fsync, openSync, readSync, writeSync } from 'node:fs'
import { endianness } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { LEAF, NODE_HEADER, PAGE_BYTES, PAGE_HEADER } from './page.ts'
import { PageWriter } from './page-writer.ts'
import type { Tree } from './tree-writer.ts'

/** A meta page states the format, the two trees that hold all others, and what was committed last. */
const META = { magic: 0, version: 4, free: 24, main: 72, lastPage: 120, transaction: 128 } as const
const MAGIC = 0xbeefc0de
const VERSION = 2

/** A table's record in the main tree. */
const TREE = {
  pad: 0,
  depth: 6,
  branchPages: 8,
  leafPages: 16,
  overflow: 24,
  entries: 32,
  root: 40,
} as const
const TREE_BYTES = 48

/** The data of a node is a table's record. */
const IS_TABLE = 2

/**
 * The file of an LMDB environment that nobody has open, with tables that are empty: pages of whole
 * tables are added behind its own.
 */
export class EnvironmentFile {
  readonly path: string
  readonly #file: number
  readonly #meta: DataView
  readonly #metaAt: number
  /** How many pages it has, with those that writers have taken. */
  readonly pages: Int32Array<SharedArrayBuffer> = new Int32Array(new SharedArrayBuffer(4))

  private constructor(path: string, file: number, meta: DataView, metaAt: number) {
    this.path = path
    this.#file = file
    this.#meta = meta
    this.#metaAt = metaAt
    this.pages[0] = Number(meta.getBigUint64(META.lastPage, true)) + 1
  }

  /** Opens it; `undefined` where it is not of the one format that is known here. */
  static open(directory: string): EnvironmentFile | undefined {
    const path = join(directory, 'data.mdb')
    const file = openSync(path, 'r+')
    const opened = EnvironmentFile.#ofKnownFormat(path, file)
    if (!opened) closeSync(file)
    return opened
  }

  static #ofKnownFormat(path: string, file: number): EnvironmentFile | undefined {
    // Numbers are as wide as the machine's pointers, in its order of bytes.
    if (endianness() !== 'LE' || !['x64', 'arm64'].includes(process.arch)) return undefined
    const metas = [0, 1].map((page) => metaOf(readPage(file, page)))
    const [first, second] = metas
    if (!first || !second) return undefined
    const newest = transactionOf(first) > transactionOf(second) ? 0 : 1
    const meta = metas[newest]!
    const end = (Number(meta.getBigUint64(META.lastPage, true)) + 1) * PAGE_BYTES
    if (fstatSync(file).size > end) return undefined
    return new EnvironmentFile(path, file, meta, newest * PAGE_BYTES + PAGE_HEADER)
  }

  /** Number of the transaction that was committed last: of it are the pages that are added. */
  get transaction(): number {
    return transactionOf(this.#meta)
  }

  /** Takes pages that are added; to be finished before the file is. */
  writer(): PageWriter {
    return new PageWriter(this.#file, this.pages, this.transaction)
  }

  /**
   * Makes a tree what a table holds.
   *
   * @throws Error when there is no such table, or it is not empty.
   */
  setTable(name: string, tree: Tree): void {
    // This LMDB counts the NUL behind a name.
    const at = this.#recordOf(Buffer.from(`${name}\0`))
    const record = new DataView(new ArrayBuffer(TREE_BYTES))
    readSync(this.#file, record, 0, TREE_BYTES, at)
    if (record.getBigUint64(TREE.entries, true) !== 0n)
      throw new Error(`table ${name} is not empty`)
    record.setUint16(TREE.depth, tree.depth, true)
    record.setBigUint64(TREE.branchPages, BigInt(tree.branchPages), true)
    record.setBigUint64(TREE.leafPages, BigInt(tree.leafPages), true)
    record.setBigUint64(TREE.entries, BigInt(tree.entries), true)
    record.setBigUint64(TREE.root, BigInt(tree.root), true)
    writeSync(this.#file, record, 0, TREE_BYTES, at)
  }

  /** Says how far the file goes now. */
  finish(): void {
    this.#meta.setBigUint64(META.lastPage, BigInt(this.pages[0]! - 1), true)
    const bytes = new Uint8Array(this.#meta.buffer, this.#meta.byteOffset + META.lastPage, 8)
    writeSync(this.#file, bytes, 0, bytes.length, this.#metaAt + META.lastPage)
  }

  /** Makes what was written lasting, beside what else is to be done. */
  async syncAndClose(): Promise<void> {
    try {
      await promisify(fsync)(this.#file)
    } finally {
      this.close()
    }
  }

  close(): void {
    closeSync(this.#file)
  }

  /** Where in the file the record of a table stands. */
  #recordOf(name: Uint8Array): number {
    const pages = [Number(this.#meta.getBigUint64(META.main + TREE.root, true))]
    for (let page = pages.pop(); page !== undefined; page = pages.pop()) {
      const view = readPage(this.#file, page)
      const isLeaf = view.getUint16(18, true) === LEAF
      for (let i = 0; i < view.getUint16(20, true); i += 2) {
        const node = PAGE_HEADER + view.getUint16(PAGE_HEADER + i, true)
        const key = node + NODE_HEADER
        const keySize = view.getUint16(node + 6, true)
        if (!isLeaf) pages.push(view.getUint32(node, true))
        else if (
          view.getUint16(node + 4, true) === IS_TABLE &&
          Buffer.compare(name, new Uint8Array(view.buffer, key, keySize)) === 0
        ) {
          return page * PAGE_BYTES + key + keySize
        }
      }
    }
    throw new Error(`there is no table ${Buffer.from(name)}`)
  }
}

function readPage(file: number, number: number): DataView {
  const view = new DataView(new ArrayBuffer(PAGE_BYTES))
  readSync(file, view, 0, PAGE_BYTES, number * PAGE_BYTES)
  return view
}

/** The meta data of a page, if that is of the known format. */
function metaOf(page: DataView): DataView | undefined {
  const meta = new DataView(page.buffer, PAGE_HEADER)
  const known =
    meta.getUint32(META.magic, true) === MAGIC &&
    meta.getUint32(META.version, true) === VERSION &&
    meta.getUint32(META.free + TREE.pad, true) === PAGE_BYTES
  return known ? meta : undefined
}

function transactionOf(meta: DataView): number {
  return Number(meta.getBigUint64(META.transaction, true))
}
