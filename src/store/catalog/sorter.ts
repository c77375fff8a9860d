import { rmSync } from 'node:fs'
import { HeldRun, MergedRuns } from './merge-runs.ts'
import {
  HEAD_BYTES,
  type Pair,
  PairBuffer,
  type PairCursor,
  PairViews,
  wholeWords,
} from './pairs.ts'
import type { RunWriter } from './run-writer.ts'
import { sortByKey } from './sort-keys.ts'
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
  #offsets = new Uint32Array(1 << 8)
  #count = 0
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
    return this.#count === 0 && this.#runs.length === 0
  }

  add(key: Uint8Array, value: Uint8Array): void {
    const offset = this.#begin(HEAD_BYTES + key.length + value.length)
    this.#pairs.put(offset, key, value)
  }

  /**
   * Adds a pair of which the key is bytes `[key, key + keySize)`, and the value bytes `[value, end)`.
   */
  addParts(
    keys: Uint8Array,
    key: number,
    keySize: number,
    values: Uint8Array,
    value: number,
    end: number,
  ): void {
    const offset = this.#begin(HEAD_BYTES + keySize + end - value)
    this.#pairs.putParts(offset, keys, key, keySize, values, value, end)
  }

  /**
   * Adds to the value of the pair that came last, if its key is this and there is room.
   *
   * @returns Whether it was added.
   */
  extend(
    keys: Uint8Array,
    key: number,
    keySize: number,
    values: Uint8Array,
    size: number,
  ): boolean {
    if (this.#count === 0 || this.#held + size > this.#pairs.bytes.length) return false
    if (!this.#pairs.extend(this.#offsets[this.#count - 1]!, keys, key, keySize, values, size)) {
      return false
    }
    this.#held += size
    return true
  }

  /** Makes room for a pair, and returns where. */
  #begin(size: number): number {
    this.#held = wholeWords(this.#held)
    if (this.#held + size > this.#runBytes) this.#spill()
    if (this.#held + size > this.#pairs.bytes.length) {
      // All at once: what is not used of it takes no memory, and nothing is left behind.
      const grown = this.#memory(Math.max(this.#runBytes, this.#held + size))
      this.#pairs.bytes.copy(grown.bytes, 0, 0, this.#held)
      this.#pairs = grown
    }
    if (this.#count === this.#offsets.length) {
      const grown = new Uint32Array(4 * this.#count)
      grown.set(this.#offsets)
      this.#offsets = grown
    }
    const offset = this.#held
    this.#offsets[this.#count++] = offset
    this.#held += size
    return offset
  }

  /** All pairs in ascending order of key. The sorter is spent after it. */
  *sorted(): Generator<Pair> {
    const cursor = this.cursor()
    try {
      const views = new PairViews()
      while (cursor.advance()) yield views.of(cursor.pairs, cursor.offset)
    } finally {
      cursor.close()
    }
  }

  /** As {@link Sorter.sorted}; to be closed. */
  cursor(): PairCursor {
    const offsets = this.#offsets.slice(0, this.#count)
    sortByKey(this.#pairs, offsets)
    const last = new HeldRun(this.#pairs, offsets, () => {
      this.#writer?.giveBack(this.#pairs)
      this.#pairs = NOTHING
    })
    if (this.#runs.length === 0) return last
    this.#writer?.finish()
    return new MergedRuns(this.#runs, last)
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
    const offsets = this.#offsets.slice(0, this.#count)
    if (this.#writer) this.#pairs = this.#writer.write(this.#pairs, offsets, path)
    else writeRun(this.#pairs, offsets, path)
    this.#held = 0
    this.#count = 0
  }
}
