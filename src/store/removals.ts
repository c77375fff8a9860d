import { hex } from '../digest/hex.ts'
import type { JournalEntry } from './journal/entry.ts'
import type { Journal } from './journal/journal.ts'

/** What later journal records take back of what earlier ones state. */
export class Removals {
  /** Number of the last record that removes a thing. */
  readonly #last = new Map<string, number>()

  /** Reads the records up to `last` that remove something: of the others, their first frame alone. */
  static async read(journal: Journal, last: number): Promise<Removals> {
    const removals = new Removals()
    for (let number = 1; number <= last; number++) {
      for await (const entries of journal.read(number)) {
        if (!entries[0]?.kind.startsWith('remove ')) break
        for (const entry of entries) removals.#last.set(keyOf(entry), number)
      }
    }
    return removals
  }

  /** Whether what an entry of record `number` states is taken back by a later record. */
  takeBack(entry: JournalEntry, number: number): boolean {
    if (this.#last.size === 0) return false
    return (this.#last.get(keyOf(entry)) ?? 0) > number
  }
}

function keyOf(entry: JournalEntry): string {
  switch (entry.kind) {
    case 'genome':
    case 'remove genome':
      return `genome ${entry.id}`
    case 'alias':
    case 'remove alias':
      return `alias ${hex(entry.digest)} ${entry.authority} ${entry.alias}`
    case 'collection alias':
    case 'remove collection alias':
      return `collection alias ${hex(entry.digest)} ${hex(entry.mask)} ${entry.authority} ${entry.alias}`
    case 'collection':
    case 'remove collection':
      return `collection ${hex(entry.digest)} ${hex(entry.mask)}`
    case 'sequence':
    case 'circular':
    case 'remove sequence':
      return `sequence ${hex(entry.digest)}`
    default:
      return ''
  }
}
