import { closeSync, openSync, readSync, rmSync, writeSync } from 'node:fs'

/** A key and its value; views that are valid until the next pair is asked for. */
export type Pair = readonly [key: Uint8Array, value: Uint8Array]

/** Bytes of pairs that a run holds in memory. */
const RUN_BYTES = 32 << 20
/** Pairs in a run: their number must fit below 32 bits of key prefix in a double. */
const RUN_PAIRS = 1 << 20
const READ_BYTES = 1 << 18

/**
 * Sorts any number of (key, value) pairs by key in bounded memory: runs of 32 MiB are sorted, kept
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
    if (this.#runs.length === 0) {
      for (const offset of this.#order()) yield pairAt(this.#arena, offset)
      return
    }
    this.#spill()
    this.#arena = Buffer.alloc(0)
    yield* merge(this.#runs.map((path) => readRun(path)))
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

  /**
   * Offsets in ascending order of key. A native sort of doubles, 32 bits of key and 20 of place,
   * does the most of it: sorting 10^6 digests takes a fifth of the time of a comparing sort.
   */
  *#order(): Generator<number> {
    const arena = this.#arena
    const offsets = this.#offsets
    const places = new Float64Array(offsets.length)
    for (let i = 0; i < offsets.length; i++) places[i] = prefix(arena, offsets[i]!) * RUN_PAIRS + i
    places.sort()
    for (let i = 0; i < places.length; ) {
      const end = (Math.floor(places[i]! / RUN_PAIRS) + 1) * RUN_PAIRS
      let next = i + 1
      while (next < places.length && places[next]! < end) next++
      if (next === i + 1) {
        yield offsets[places[i]! % RUN_PAIRS]!
      } else {
        const group = Array.from(places.subarray(i, next), (place) => offsets[place % RUN_PAIRS]!)
        yield* group.sort((a, b) => compareKeys(arena, a, arena, b) || a - b)
      }
      i = next
    }
  }
}

const HEAD_BYTES = 8

function prefix(arena: Buffer, offset: number): number {
  const length = arena.readUInt32LE(offset)
  const start = offset + HEAD_BYTES
  if (length >= 4) return arena.readUInt32BE(start)
  let value = 0
  for (let i = 0; i < 4; i++) value = value * 256 + (i < length ? arena[start + i]! : 0)
  return value
}

function pairBytes(arena: Buffer, offset: number): number {
  return HEAD_BYTES + arena.readUInt32LE(offset) + arena.readUInt32LE(offset + 4)
}

function compareKeys(a: Buffer, offsetA: number, b: Buffer, offsetB: number): number {
  const startA = offsetA + HEAD_BYTES
  const startB = offsetB + HEAD_BYTES
  return a.compare(
    b,
    startB,
    startB + b.readUInt32LE(offsetB),
    startA,
    startA + a.readUInt32LE(offsetA),
  )
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
function* merge(runs: Generator<Head>[]): Generator<Pair> {
  const heads = runs.map((run) => run.next())
  for (;;) {
    let least: Head | undefined
    let index = -1
    for (let i = 0; i < heads.length; i++) {
      const head = heads[i]!
      if (head.done) continue
      const { arena, offset } = head.value
      if (!least || compareKeys(arena, offset, least.arena, least.offset) < 0) {
        least = head.value
        index = i
      }
    }
    if (!least) return
    yield pairAt(least.arena, least.offset)
    heads[index] = runs[index]!.next()
  }
}
