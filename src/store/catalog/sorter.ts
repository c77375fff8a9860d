import { closeSync, openSync, rmSync, writeSync } from 'node:fs'
import { mergeRuns } from './merge-runs.ts'
import { HEAD_BYTES, type Pair, PairBuffer, PairViews } from './pairs.ts'
import { MOST_PAIRS, sortByKey } from './sort-keys.ts'

/** Bytes of pairs that a run holds in memory: a genome's replay has some ten sorters. */
const RUN_BYTES = 16 << 20
const WRITE_BYTES = 1 << 18

/**
 * Sorts any number of (key, value) pairs by key in bounded memory: runs of 16 MiB are sorted, kept
 * in a file each and merged. Pairs with equal keys stay in the order in which they came.
 */
export class Sorter {
  readonly #path: string
  readonly #runBytes: number
  #pairs = new PairBuffer(1 << 16)
  #held = 0
  #offsets: number[] = []
  readonly #runs: string[] = []

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
    if (this.#held + size > this.#runBytes || this.#offsets.length === MOST_PAIRS) this.#spill()
    while (this.#held + size > this.#pairs.bytes.length) {
      const grown = new PairBuffer(2 * this.#pairs.bytes.length)
      this.#pairs.bytes.copy(grown.bytes, 0, 0, this.#held)
      this.#pairs = grown
    }
    this.#offsets.push(this.#held)
    this.#pairs.put(this.#held, key, value)
    this.#held += size
  }

  /** All pairs in ascending order of key. The sorter is spent after it. */
  *sorted(): Generator<Pair> {
    if (this.#runs.length > 0) {
      this.#spill()
      this.#pairs = new PairBuffer(0)
      yield* mergeRuns(this.#runs)
      return
    }
    const views = new PairViews()
    for (const offset of this.#order()) yield views.of(this.#pairs, offset)
    this.#pairs = new PairBuffer(0)
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
      const out = new PairBuffer(WRITE_BYTES)
      let filled = 0
      for (const offset of this.#order()) {
        const end = this.#pairs.endOf(offset)
        if (filled + end - offset > WRITE_BYTES) {
          writeSync(file, out.bytes, 0, filled)
          filled = 0
        }
        if (end - offset > WRITE_BYTES) writeSync(file, this.#pairs.bytes, offset, end - offset)
        else filled = out.take(filled, this.#pairs, offset)
      }
      writeSync(file, out.bytes, 0, filled)
    } finally {
      closeSync(file)
    }
    this.#held = 0
    this.#offsets = []
  }

  /** Offsets in ascending order of key. */
  #order(): Uint32Array {
    const offsets = new Uint32Array(this.#offsets)
    sortByKey(this.#pairs, offsets)
    return offsets
  }
}
