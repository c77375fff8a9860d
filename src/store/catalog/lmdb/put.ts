import type { Sorter } from '../sorter.ts'
import { NOTHING, under } from './collection-tables.ts'
import { numbered } from './genome-tables.ts'
import type { Table } from './tables.ts'

const APPEND = { append: true }

/** Puts a pair; appended where the table was empty and keys come in order. */
export function put(table: Table, key: Buffer, value: Buffer, append: boolean): void {
  const done: unknown = append ? table.putSync(key, value, APPEND) : table.putSync(key, value)
  if (done !== true) throw new Error('LMDB refused a key: it is too long or out of order')
}

/** Does what puts something; within the transaction at hand, or one of its own. */
export type Step = <T>(put: () => T) => T

/** Bytes that are put in a step: LMDB holds the pages of a transaction in memory (30 MB less than with 32 MiB, as fast). */
const STEP_BYTES = 16 << 20

/**
 * Puts items, some in a step.
 *
 * @param take - Puts one, and returns its bytes.
 */
export function inSteps<T>(items: Generator<T>, step: Step, take: (item: T) => number): void {
  const some = (): boolean => {
    for (let bytes = 0; bytes < STEP_BYTES; ) {
      const next = items.next()
      if (next.done) return false
      bytes += take(next.value)
    }
    return true
  }
  try {
    while (step(some));
  } finally {
    items.return(undefined)
  }
}

/** Puts pairs whose key the table lacks; of equal keys the first. Returns how many. */
export function putSorted(table: Table, sorter: Sorter, step: Step): number {
  if (sorter.empty) return 0
  const empty = isEmpty(table)
  const previous = new LastKey()
  let count = 0
  inSteps(sorter.sorted(), step, ([key, value]) => {
    if (previous.replace(key) && (empty || !table.doesExist(key))) {
      put(table, key, value, empty)
      count++
    }
    return key.length + value.length
  })
  return count
}

/** Puts keys without values, which the table lacks. */
export function putKeys(table: Table, keys: Generator<Buffer>, step: Step): void {
  const empty = isEmpty(table)
  inSteps(keys, step, (key) => {
    put(table, key, NOTHING, empty)
    return key.length
  })
}

/** Remembers a key without a new buffer for each. */
export class LastKey {
  #bytes: Buffer = Buffer.alloc(64)
  #length = -1

  /** Takes another key, bytes `[from, to)`; `false` when it is the same. */
  replace(bytes: Uint8Array, from = 0, to = bytes.length): boolean {
    const length = to - from
    let i = length === this.#length ? 0 : length + 1
    while (i < length && bytes[from + i] === this.#bytes[i]) i++
    if (i === length) return false
    if (length > this.#bytes.length) this.#bytes = Buffer.alloc(2 * length)
    for (let k = 0; k < length; k++) this.#bytes[k] = bytes[from + k]!
    this.#length = length
    return true
  }
}

export function isEmpty(table: Table): boolean {
  for (const _ of table.getKeys({ limit: 1 })) return false
  return true
}

/** Removes all keys that begin with a number, a batch at a time. */
export function removeNumbered(table: Table, number: number): void {
  for (;;) {
    const keys = [...table.getKeys({ ...under(numbered(NOTHING, number)), limit: 10_000 })]
    if (keys.length === 0) return
    for (const key of keys) table.removeSync(key)
  }
}
