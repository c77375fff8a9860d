import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'

/** A key and its value; views that are valid until the next pair is asked for. */
export type Pair = readonly [key: Buffer, value: Buffer]

/** Bytes of pairs that a run holds in memory: a genome's replay has some ten sorters. */
const RUN_BYTES = 16 << 20
/** Pairs in a run: their number must fit below 32 bits of key in a double. */
const RUN_PAIRS = 1 << 20
const READ_BYTES = 1 << 18

/**
 * Sorts any number of (key, value) pairs by key in bounded memory: runs of 16 MiB are sorted, kept
 * in a file each and merged. Pairs with equal keys stay in the order in which they came.
 */
export class Sorter {
  readonly #path: string
  readonly #runBytes: number
  #arena = Buffer.allocUnsafe(1 << 16)
  #held = 0
  #offsets: number[] = []
  #runs: string[] = []

  /** @param path - Where runs go; a suffix is added. */
  constructor(path: string, runBytes = RUN_BYTES) {
    this.#path = path
    this.#runBytes = runBytes
  }

  get empty(): boolean {
    return this.#offsets.length === 0 && this.#runs.length === 0
  }

  add(key: Uint8Array, value: Uint8Array): void {
    const size = HEAD_BYTES + key.length + value.length
    if (this.#held + size > this.#runBytes || this.#offsets.length === RUN_PAIRS) this.#spill()
    while (this.#held + size > this.#arena.length) {
      const grown = Buffer.allocUnsafe(2 * this.#arena.length)
      this.#arena.copy(grown, 0, 0, this.#held)
      this.#arena = grown
    }
    this.#offsets.push(this.#held)
    this.#arena.writeUInt32LE(key.length, this.#held)
    this.#arena.writeUInt32LE(value.length, this.#held + 4)
    this.#arena.set(key, this.#held + HEAD_BYTES)
    this.#arena.set(value, this.#held + HEAD_BYTES + key.length)
    this.#held += size
  }

  /** All pairs in ascending order of key. The sorter is spent after it. */
  *sorted(): Generator<Pair> {
    if (this.#runs.length > 0) {
      this.#spill()
      this.#arena = Buffer.alloc(0)
      yield* merge(this.#runs.map((path) => readRun(path)))
      return
    }
    for (const offset of this.#order()) yield pairAt(this.#arena, offset)
    this.#arena = Buffer.alloc(0)
  }

  /** Removes its files. */
  close(): void {
    for (const path of this.#runs) rmSync(path, { force: true })
  }

  #spill(): void {
    const path = `${this.#path}.${this.#runs.length}`
    const file = openSync(path, 'w')
    this.#runs.push(path)
    try {
      const out = Buffer.allocUnsafe(READ_BYTES)
      let filled = 0
      for (const offset of this.#order()) {
        const end = offset + pairBytes(this.#arena, offset)
        if (filled + end - offset > out.length) {
          writeSync(file, out, 0, filled)
          filled = 0
        }
        if (end - offset > out.length) writeSync(file, this.#arena, offset, end - offset)
        else filled += this.#arena.copy(out, filled, offset, end)
      }
      writeSync(file, out, 0, filled)
    } finally {
      closeSync(file)
    }
    this.#held = 0
    this.#offsets = []
  }

  /** Offsets in ascending order of key. */
  #order(): Uint32Array {
    const offsets = Uint32Array.from(this.#offsets)
    sortByKey(this.#arena, offsets, 0)
    return offsets
  }
}

const HEAD_BYTES = 8

/** Offsets up to which a comparing sort is the fastest. */
const FEW = 16

/**
 * Sorts offsets in place, of which all keys have the same first `known` bytes. A native sort of
 * doubles, 32 bits of key and 20 of place, does the most of it: sorting 10^6 digests takes a fifth of
 * the time of a comparing sort. What the keys have in common (a genome's 8 bytes, `ENSG000001`) is
 * skipped first, in each group of equal 32 bits again.
 */
function sortByKey(arena: Buffer, offsets: Uint32Array, known: number): void {
  const common = offsets.length > FEW ? commonBytes(arena, offsets, known) : undefined
  if (common === undefined) {
    offsets.sort((a, b) => compareKeys(arena, a, arena, b) || a - b)
    return
  }
  const places = new Float64Array(offsets.length)
  for (const [i, offset] of offsets.entries()) {
    places[i] = arena.readUInt32BE(offset + HEAD_BYTES + common) * RUN_PAIRS + i
  }
  places.sort()
  const before = Uint32Array.from(offsets)
  for (let i = 0; i < places.length; i++) offsets[i] = before[places[i]! % RUN_PAIRS]!
  for (let i = 0, next: number; i < places.length; i = next) {
    const end = (Math.floor(places[i]! / RUN_PAIRS) + 1) * RUN_PAIRS
    for (next = i + 1; next < places.length && places[next]! < end; ) next++
    if (next > i + 1) sortByKey(arena, offsets.subarray(i, next), common + 4)
  }
}

/** How many first bytes all keys have in common; `undefined` when one has no four bytes more. */
function commonBytes(arena: Buffer, offsets: Uint32Array, known: number): number | undefined {
  const first = offsets[0]! + HEAD_BYTES
  let shortest = arena.readUInt32LE(offsets[0]!)
  let common = shortest
  for (const offset of offsets) {
    shortest = Math.min(shortest, arena.readUInt32LE(offset))
    common = Math.min(common, shortest)
    for (let i = known; i < common; i++) {
      if (arena[first + i] !== arena[offset + HEAD_BYTES + i]) common = i
    }
  }
  return common + 4 <= shortest ? common : undefined
}

function pairBytes(arena: Buffer, offset: number): number {
  return HEAD_BYTES + arena.readUInt32LE(offset) + arena.readUInt32LE(offset + 4)
}

function compareKeys(a: Buffer, offsetA: number, b: Buffer, offsetB: number): number {
  const lengthA = a.readUInt32LE(offsetA)
  const lengthB = b.readUInt32LE(offsetB)
  const length = Math.min(lengthA, lengthB)
  const startA = offsetA + HEAD_BYTES
  const startB = offsetB + HEAD_BYTES
  for (let i = 0; i < length; i++) {
    const difference = a[startA + i]! - b[startB + i]!
    if (difference !== 0) return difference
  }
  return lengthA - lengthB
}

function pairAt(arena: Buffer, offset: number): Pair {
  const key = offset + HEAD_BYTES
  const value = key + arena.readUInt32LE(offset)
  return [arena.subarray(key, value), arena.subarray(value, value + arena.readUInt32LE(offset + 4))]
}

/** A pair of a run, where it is held. */
interface Head {
  readonly arena: Buffer
  readonly offset: number
}

function* readRun(path: string): Generator<Head> {
  const file = openSync(path, 'r')
  try {
    let arena = Buffer.allocUnsafe(READ_BYTES)
    let filled = 0
    let offset = 0
    for (;;) {
      while (offset + HEAD_BYTES <= filled && offset + pairBytes(arena, offset) <= filled) {
        yield { arena, offset }
        offset += pairBytes(arena, offset)
      }
      const rest = filled - offset
      const full = rest >= HEAD_BYTES && pairBytes(arena, offset) > arena.length
      const next = full ? Buffer.allocUnsafe(2 * pairBytes(arena, offset)) : arena
      arena.copy(next, 0, offset, filled)
      arena = next
      const count = readSync(file, arena, rest, arena.length - rest, null)
      filled = rest + count
      offset = 0
      if (count === 0) return
    }
  } finally {
    closeSync(file)
  }
}

/** Merges sorted runs; of equal keys the earlier run's come first. */
function* merge(runs: readonly Generator<Head>[]): Generator<Pair> {
  const heads = runs.map((run) => run.next().value as Head | undefined)
  const before = (a: number, b: number) => {
    const difference = compareKeys(
      heads[a]!.arena,
      heads[a]!.offset,
      heads[b]!.arena,
      heads[b]!.offset,
    )
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
  for (const [run, head] of heads.entries()) if (head) heap.push(run)
  for (let at = heap.length >> 1; at-- > 0; ) sink(at)
  for (;;) {
    const run = heap[0]
    if (run === undefined) return
    const { arena, offset } = heads[run]!
    yield pairAt(arena, offset)
    const next = runs[run]!.next()
    if (next.done) {
      const last = heap.pop()!
      if (heap.length === 0) return
      heap[0] = last
    } else {
      heads[run] = next.value
    }
    sink(0)
  }
}
