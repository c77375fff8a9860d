import { closeSync, openSync, readSync } from 'node:fs'
import { HEAD_BYTES, type Pair, PairBuffer, PairViews } from './pairs.ts'

const READ_BYTES = 1 << 18

/** Reads the pairs of a run, one after the other. */
class RunReader {
  readonly #file: number
  /** What holds the pair at hand, and where in it. */
  pairs = new PairBuffer(READ_BYTES)
  offset = 0
  /** The first 32 bits of its key, which decide most comparisons. */
  prefix = 0
  #filled = 0
  #next = 0

  constructor(path: string) {
    this.#file = openSync(path, 'r')
  }

  /** Goes on to the next pair; `false` at the end. */
  advance(): boolean {
    if (!this.#holds(this.#next) && !this.#read()) return false
    this.offset = this.#next
    this.#next = this.pairs.endOf(this.offset)
    this.prefix = this.#prefix()
    return true
  }

  close(): void {
    closeSync(this.#file)
  }

  /** A shorter key counts as if zeros followed. */
  #prefix(): number {
    const { view } = this.pairs
    const length = view.getUint32(this.offset, true)
    if (length >= 4) return view.getUint32(this.offset + HEAD_BYTES)
    let prefix = 0
    for (let i = 0; i < 4; i++) {
      prefix = prefix * 256 + (i < length ? this.pairs.bytes[this.offset + HEAD_BYTES + i]! : 0)
    }
    return prefix
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

/** Merges sorted runs; of equal keys the earlier run's come first. */
export function* mergeRuns(paths: readonly string[]): Generator<Pair> {
  const runs: RunReader[] = []
  try {
    for (const path of paths) runs.push(new RunReader(path))
    yield* merge(runs)
  } finally {
    for (const run of runs) run.close()
  }
}

function* merge(runs: readonly RunReader[]): Generator<Pair> {
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
