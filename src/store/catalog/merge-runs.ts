import { closeSync, openSync, readSync } from 'node:fs'
import { HEAD_BYTES, PairBuffer, type PairCursor } from './pairs.ts'

/** Bytes of a run that are read at once, and of all runs together if each still gets a page or four. */
const MOST_READ = 1 << 18
const LEAST_READ = 1 << 14
const READ_BYTES = 32 << 20

/** A run in memory. */
export class HeldRun implements PairCursor {
  readonly pairs: PairBuffer
  readonly #offsets: Uint32Array
  readonly #onClose: () => void
  offset = 0
  #next = 0

  /**
   * @param offsets - In the order of their keys.
   * @param onClose - Told when the pairs are used no more.
   */
  constructor(pairs: PairBuffer, offsets: Uint32Array, onClose: () => void) {
    this.pairs = pairs
    this.#offsets = offsets
    this.#onClose = onClose
  }

  advance(): boolean {
    if (this.#next === this.#offsets.length) return false
    this.offset = this.#offsets[this.#next++]!
    return true
  }

  close(): void {
    this.#onClose()
  }
}

/** A run in a file. */
class RunReader implements PairCursor {
  readonly #file: number
  pairs: PairBuffer
  offset = 0
  #filled = 0
  #next = 0

  constructor(path: string, readBytes: number) {
    this.pairs = new PairBuffer(readBytes)
    this.#file = openSync(path, 'r')
  }

  advance(): boolean {
    if (!this.#holds(this.#next) && !this.#read()) return false
    this.offset = this.#next
    this.#next = this.pairs.nextOf(this.offset)
    return true
  }

  close(): void {
    closeSync(this.#file)
  }

  #holds(offset: number): boolean {
    return offset + HEAD_BYTES <= this.#filled && this.pairs.nextOf(offset) <= this.#filled
  }

  /** Reads until a whole pair is held; `false` at the end of the run. */
  #read(): boolean {
    do {
      const rest = this.#filled - this.#next
      const { bytes } = this.pairs
      const size = rest >= HEAD_BYTES ? this.pairs.nextOf(this.#next) - this.#next : 0
      if (size > bytes.length) this.pairs = new PairBuffer(2 * size)
      bytes.copy(this.pairs.bytes, 0, this.#next, this.#filled)
      this.#next = 0
      const into = this.pairs.bytes
      const count = readSync(this.#file, into, rest, into.length - rest, null)
      this.#filled = rest + count
      if (count === 0) return false
    } while (!this.#holds(0))
    return true
  }
}

/** Sorted runs as one; of equal keys the earlier run's come first. */
export class MergedRuns implements PairCursor {
  readonly #runs: PairCursor[] = []
  /** The first 32 bits of each run's key, which decide most comparisons. */
  readonly #prefixes: Float64Array
  /** Numbers of runs that are not at their end: a heap, the least key first. */
  readonly #heap: Int32Array
  #size = 0
  #begun = false
  pairs: PairBuffer
  offset = 0

  /** @param last - The last run, in memory. */
  constructor(paths: readonly string[], last: HeldRun) {
    const share = Math.floor(READ_BYTES / paths.length)
    const readBytes = Math.min(MOST_READ, Math.max(LEAST_READ, share))
    try {
      for (const path of paths) this.#runs.push(new RunReader(path, readBytes))
    } catch (error) {
      this.close()
      throw error
    }
    this.#runs.push(last)
    this.pairs = last.pairs
    this.#prefixes = new Float64Array(this.#runs.length)
    this.#heap = new Int32Array(this.#runs.length)
  }

  advance(): boolean {
    if (!this.#begun) this.#begin()
    else {
      const run = this.#heap[0]!
      if (!this.#step(run)) this.#heap[0] = this.#heap[--this.#size]!
      if (this.#size > 0) this.#sink(0)
    }
    if (this.#size === 0) return false
    const least = this.#runs[this.#heap[0]!]!
    this.pairs = least.pairs
    this.offset = least.offset
    return true
  }

  close(): void {
    for (const run of this.#runs) run.close()
  }

  #begin(): void {
    this.#begun = true
    for (let run = 0; run < this.#runs.length; run++) {
      if (this.#step(run)) this.#heap[this.#size++] = run
    }
    for (let at = this.#size >> 1; at-- > 0; ) this.#sink(at)
  }

  #step(number: number): boolean {
    const run = this.#runs[number]!
    if (!run.advance()) return false
    this.#prefixes[number] = run.pairs.prefix(run.offset)
    return true
  }

  #sink(from: number): void {
    const heap = this.#heap
    const size = this.#size
    const run = heap[from]!
    let at = from
    for (let child = 2 * at + 1; child < size; child = 2 * at + 1) {
      if (child + 1 < size && this.#before(heap[child + 1]!, heap[child]!)) child++
      if (this.#before(run, heap[child]!)) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = run
  }

  #before(a: number, b: number): boolean {
    const bits = this.#prefixes[a]! - this.#prefixes[b]!
    if (bits !== 0) return bits < 0
    const one = this.#runs[a]!
    const other = this.#runs[b]!
    const difference = one.pairs.compare(one.offset, other.pairs, other.offset)
    return difference < 0 || (difference === 0 && a < b)
  }
}
