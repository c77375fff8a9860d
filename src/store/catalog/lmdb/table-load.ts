import { DIGEST_BYTES } from '../../../digest/sha512t24u.ts'
import { HEAD_BYTES } from '../pairs.ts'
import type { RunWriter } from '../run-writer.ts'
import { Sorter } from '../sorter.ts'
import { loadSequences } from './load-sequences.ts'
import type { EnvironmentFile } from './pages/environment-file.ts'
import { TreeWriter } from './pages/tree-writer.ts'
import { LastKey } from './put.ts'
import type { SequencePairs } from './sequence-pairs.ts'

/** Takes a pair: bytes `[key, value)` and `[value, end)`. */
export type Take = (bytes: Uint8Array, key: number, value: number, end: number) => void

/**
 * Fills tables of a catalog that nobody has open, page by page, from pairs in order. What LMDB keeps in
 * pages of its own (values of some 2,000 bytes) is left to be put: each method returns it.
 */
export class TableLoad {
  readonly #file: EnvironmentFile
  readonly #scratch: string
  readonly #runs: RunWriter

  /** @param scratch - Path prefix for what is left, of which there mostly is nothing. */
  constructor(file: EnvironmentFile, scratch: string, runs: RunWriter) {
    this.#file = file
    this.#scratch = scratch
    this.#runs = runs
  }

  /** Pairs of which of equal keys the first counts. */
  sorted(name: string, sorter: Sorter): Sorter {
    return this.#load(name, (take) => {
      const last = new LastKey()
      eachPair(sorter, (bytes, key, value, end) => {
        if (last.replace(bytes, key, value)) take(bytes, key, value, end)
      })
    })
  }

  /** Digests, of which the value of a key has all, once each. */
  digests(name: string, sorter: Sorter): Sorter {
    return this.#load(name, (take) => {
      const last = new LastKey()
      let held = new Uint8Array(256)
      let keySize = 0
      let size = 0
      eachPair(sorter, (bytes, key, value, end) => {
        if (last.replace(bytes, key, value)) {
          if (size > 0) take(held, 0, keySize, size)
          keySize = value - key
          size = keySize
          for (let i = key, o = 0; i < value; i++, o++) held[o] = bytes[i]!
        } else if (holds(held, keySize, size, bytes, value)) return
        if (size + end - value > held.length) {
          const grown = new Uint8Array(2 * held.length)
          grown.set(held)
          held = grown
        }
        for (let i = value; i < end; i++) held[size++] = bytes[i]!
      })
      if (size > 0) take(held, 0, keySize, size)
    })
  }

  /**
   * All that is known of sequences.
   *
   * @returns How many names they have, and what is left of those.
   */
  sequences(
    pairs: SequencePairs,
    numberOf: (statement: number) => number,
  ): { readonly left: Sorter; readonly count: number } {
    let count = 0
    const left = this.#load('names', (names) => {
      this.#load('sequence-collections', (collections) => {
        this.#load('sequences', (records) => {
          count = loadSequences(pairs, numberOf, { records, collections, names })
        })
      })
    })
    return { left, count }
  }

  #load(name: string, fill: (take: Take) => void): Sorter {
    const left = new Sorter(`${this.#scratch}.${name}-left`, undefined, this.#runs)
    const tree = new TreeWriter(this.#file)
    fill((bytes, key, value, end) => {
      if (!tree.put(bytes, key, value, end)) {
        left.addParts(bytes, key, value - key, bytes, value, end)
      }
    })
    const written = tree.finish()
    if (written) this.#file.setTable(name, written)
    return left
  }
}

function eachPair(sorter: Sorter, take: Take): void {
  const cursor = sorter.cursor()
  try {
    while (cursor.advance()) {
      const { pairs, offset } = cursor
      take(pairs.bytes, offset + HEAD_BYTES, pairs.valueAt(offset), pairs.endOf(offset))
    }
  } finally {
    cursor.close()
  }
}

/** Whether a digest is among those at `[from, to)`. */
function holds(
  digests: Uint8Array,
  from: number,
  to: number,
  digest: Uint8Array,
  at: number,
): boolean {
  for (let start = from; start < to; start += DIGEST_BYTES) {
    let i = 0
    while (i < DIGEST_BYTES && digests[start + i] === digest[at + i]) i++
    if (i === DIGEST_BYTES) return true
  }
  return false
}
