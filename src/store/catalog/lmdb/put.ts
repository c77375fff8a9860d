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

/** Puts pairs whose key the table lacks; of equal keys the first. Returns how many. */
export function putSorted(table: Table, sorter: Sorter): number {
  const empty = isEmpty(table)
  let previous: Buffer | undefined
  let count = 0
  for (const [key, value] of sorter.sorted()) {
    if (previous?.compare(key) === 0) continue
    previous = Buffer.from(key)
    if (!empty && table.doesExist(previous)) continue
    put(table, previous, Buffer.from(value), empty)
    count++
  }
  return count
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
