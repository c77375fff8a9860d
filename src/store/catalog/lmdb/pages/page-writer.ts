import { writeSync } from 'node:fs'
import { PAGE_BYTES } from './page.ts'
import type { PageSink } from './tree-writer.ts'

/** Pages that are taken, and written, at once. */
const EXTENT = 64

/**
 * Writes pages into a file that others write into too: the numbers of pages are taken from a count that
 * threads share, 64 in a row. Of the last 64 of a writer some may stay without use.
 */
export class PageWriter implements PageSink {
  readonly #file: number
  readonly #count: Int32Array<SharedArrayBuffer>
  readonly transaction: number
  readonly #held = new Uint8Array(EXTENT * PAGE_BYTES)
  #filled = 0
  #first: number

  /**
   * @param count - Of the pages that are in the file or taken.
   * @param transaction - Of which the pages are.
   */
  constructor(file: number, count: Int32Array<SharedArrayBuffer>, transaction: number) {
    this.#file = file
    this.#count = count
    this.transaction = transaction
    this.#first = Atomics.add(count, 0, EXTENT)
  }

  get next(): number {
    return this.#first + this.#filled
  }

  add(page: Uint8Array): void {
    this.#held.set(page, this.#filled * PAGE_BYTES)
    if (++this.#filled < EXTENT) return
    this.#write()
    this.#first = Atomics.add(this.#count, 0, EXTENT)
    this.#filled = 0
  }

  /** Writes what is held. Pages that were taken last of all are given back. */
  finish(): void {
    this.#write()
    Atomics.compareExchange(this.#count, 0, this.#first + EXTENT, this.next)
  }

  #write(): void {
    writeSync(this.#file, this.#held, 0, this.#filled * PAGE_BYTES, this.#first * PAGE_BYTES)
  }
}
