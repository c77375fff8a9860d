import { rmSync } from 'node:fs'
import { HeldRun, mergeRuns } from './merge-runs.ts'
import { HEAD_BYTES, type Pair, PairBuffer, PairViews } from './pairs.ts'
import type { RunWriter } from './run-writer.ts'
import { MOST_PAIRS, sortByKey } from './sort-keys.ts'
import { writeRun } from './write-run.ts'

/** Bytes of pairs that a run holds in memory: a genome's replay has some ten sorters. */
const RUN_BYTES = 8 << 20

/** Bytes of pairs for which memory is taken at first. */
const FEW_BYTES = 1 << 16

const NOTHING = new PairBuffer(0)

/**
 * Sorts any number of (key, value) pairs by key in bounded memory: runs of 8 MiB are sorted, kept
 * in a file each, but for the last, and merged. Pairs with equal keys stay in the order in which they
 * came.
 */
export class Sorter {
  readonly #path: string
  readonly #runBytes: number
  readonly #writer: RunWriter | undefined
  #pairs = new PairBuffer(FEW_BYTES)
  #held = 0
  #offsets: number[] = []
  readonly #runs: string[] = []

  /**
   * @param path - Where runs go; a suffix is added.
   * @param writer - Who writes them, if it is not to be done on the spot.
   */
  constructor(path: string, runBytes = RUN_BYTES, writer?: RunWriter) {
    this.#path = path
    this.#runBytes = runBytes
    this.#writer = writer
  }

  get empty(): boolean {
    return this.#offsets.length === 0 && this.#runs.length === 0
  }

  add(key: Uint8Array, value: Uint8Array): void {
    const size = HEAD_BYTES + key.length + value.length
    if (this.#held + size > this.#runBytes || this.#offsets.length === MOST_PAIRS) this.#spill()
    if (this.#held + size > this.#pairs.bytes.length) {
      // All at once: what is not used of it takes no memory, and nothing is left behind.
      const grown = this.#memory(Math.max(this.#runBytes, this.#held + size))
      this.#pairs.bytes.copy(grown.bytes, 0, 0, this.#held)
      this.#pairs = grown
    }
    this.#offsets.push(this.#held)
    this.#pairs.put(this.#held, key, value)
    this.#held += size
  }

  /** All pairs in ascending order of key. The sorter is spent after it. */
  *sorted(): Generator<Pair> {
    const offsets = new Uint32Array(this.#offsets)
    sortByKey(this.#pairs, offsets)
    if (this.#runs.length > 0) {
      this.#writer?.finish()
      yield* mergeRuns(this.#runs, new HeldRun(this.#pairs, offsets))
    } else {
      const views = new PairViews()
      for (let i = 0; i < offsets.length; i++) yield views.of(this.#pairs, offsets[i]!)
    }
    this.#writer?.giveBack(this.#pairs)
    this.#pairs = NOTHING
  }

  /** Removes its files. */
  close(): void {
    for (const path of this.#runs) rmSync(path, { force: true })
  }

  #memory(size: number): PairBuffer {
    return this.#writer?.lend(size) ?? new PairBuffer(size)
  }

  #spill(): void {
    const path = `${this.#path}.${this.#runs.length}`
    this.#runs.push(path)
    const offsets = new Uint32Array(this.#offsets)
    if (this.#writer) this.#pairs = this.#writer.write(this.#pairs, offsets, path)
    else writeRun(this.#pairs, offsets, path)
    this.#held = 0
    this.#offsets = []
  }
}
