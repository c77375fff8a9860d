import { closeSync, openSync, readSync } from 'node:fs'
import { HEAD_BYTES, type Pair, PairBuffer, PairViews } from './pairs.ts'

/** Bytes of a run that are read at once, and of all runs together if each still gets a page or four. */
const MOST_READ = 1 << 18
const LEAST_READ = 1 << 14
const READ_BYTES = 32 << 20

/** The pairs of a run, one after the other. */
interface Run {
  /** What holds the pair at hand, and where in it. */
  readonly pairs: PairBuffer
  readonly offset: number
  /** The first 32 bits of its key, which decide most comparisons. */
  readonly prefix: number
  /** Goes on to the next pair; `false` at the end. */
  advance(): boolean
  close(): void
}

/** A run in memory. */
export class HeldRun implements Run {
  readonly pairs: PairBuffer
  readonly #offsets: Uint32Array
  offset = 0
  prefix = 0
  #next = 0

  /** @param offsets - In the order of their keys. */
  constructor(pairs: PairBuffer, offsets: Uint32Array) {
    this.pairs = pairs
    this.#offsets = offsets
  }

  advance(): boolean {
    if (this.#next === this.#offsets.length) return false
    this.offset = this.#offsets[this.#next++]!
    this.prefix = this.pairs.prefix(this.offset)
    return true
  }

  close(): void {}
}

/** A run in a file. */
class RunReader implements Run {
  readonly #file: number
  pairs: PairBuffer
  offset = 0
  prefix = 0
  #filled = 0
  #next = 0

  constructor(path: string, readBytes: number) {
    this.pairs = new PairBuffer(readBytes)
    this.#file = openSync(path, 'r')
  }

  advance(): boolean {
    if (!this.#holds(this.#next) && !this.#read()) return false
    this.offset = this.#next
    this.#next = this.pairs.endOf(this.offset)
    this.prefix = this.pairs.prefix(this.offset)
    return true
  }

  close(): void {
    closeSync(this.#file)
  }

  #holds(offset: number): boolean {
    return offset + HEAD_BYTES <= this.#filled && this.pairs.endOf(offset) <= this.#filled
  }

  /** Reads until a whole pair is held; `false` at the end of the run. */
  #read(): boolean {
    do {
      const rest = this.#filled - this.#next
      const { bytes } = this.pairs
      const size = rest >= HEAD_BYTES ? this.pairs.endOf(this.#next) - this.#next : 0
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

/** Merges sorted runs, the last of them in memory; of equal keys the earlier run's come first. */
export function* mergeRuns(paths: readonly string[], last: Run): Generator<Pair> {
  const runs: Run[] = []
  const share = Math.floor(READ_BYTES / paths.length)
  const readBytes = Math.min(MOST_READ, Math.max(LEAST_READ, share))
  try {
    for (const path of paths) runs.push(new RunReader(path, readBytes))
    runs.push(last)
    yield* merge(runs)
  } finally {
    for (const run of runs) run.close()
  }
}

function* merge(runs: readonly Run[]): Generator<Pair> {
  const before = (a: number, b: number) => {
    const [one, other] = [runs[a]!, runs[b]!]
    const difference =
      one.prefix - other.prefix || one.pairs.compare(one.offset, other.pairs, other.offset)
    return difference < 0 || (difference === 0 && a < b)
  }
  /** Numbers of runs that are not at their end: a heap, the least key first. */
  const heap: number[] = []
  const sink = (from: number) => {
    const run = heap[from]!
    let at = from
    while (2 * at + 1 < heap.length) {
      let child = 2 * at + 1
      if (child + 1 < heap.length && before(heap[child + 1]!, heap[child]!)) child++
      if (before(run, heap[child]!)) break
      heap[at] = heap[child]!
      at = child
    }
    heap[at] = run
  }
  for (const [number, run] of runs.entries()) if (run.advance()) heap.push(number)
  for (let at = heap.length >> 1; at-- > 0; ) sink(at)
  const views = new PairViews()
  for (;;) {
    const run = runs[heap[0] ?? -1]
    if (!run) return
    yield views.of(run.pairs, run.offset)
    if (!run.advance()) {
      const last = heap.pop()!
      if (heap.length === 0) return
      heap[0] = last
    }
    sink(0)
  }
}
