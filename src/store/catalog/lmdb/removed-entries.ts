import type { JournalEntry } from '../../journal/entry.ts'
import { Sorter } from '../sorter.ts'

const NOTHING = new Uint8Array(0)

/**
 * The entries of a journal record that removes, in bounded memory, and in the order in which the
 * tables are the fastest: names and sequences by digest, after all else.
 */
export class RemovedEntries {
  readonly #others: JournalEntry[] = []
  readonly #aliases: Sorter
  readonly #sequences: Sorter

  /** @param scratch - Path prefix for the sorters' files. */
  constructor(scratch: string) {
    this.#aliases = new Sorter(`${scratch}.removed-aliases`)
    this.#sequences = new Sorter(`${scratch}.removed-sequences`)
  }

  add(entry: JournalEntry): void {
    if (entry.kind === 'remove sequence') this.#sequences.add(entry.digest, NOTHING)
    else if (entry.kind !== 'remove alias') this.#others.push(entry)
    else this.#aliases.add(entry.digest, Buffer.from(`${entry.authority}\0${entry.alias}`))
  }

  *[Symbol.iterator](): Generator<JournalEntry> {
    yield* this.#others
    for (const [digest, name] of this.#aliases.sorted()) {
      const [authority = '', alias = ''] = name.toString().split('\0')
      yield { kind: 'remove alias', digest: Uint8Array.from(digest), authority, alias }
    }
    for (const [digest] of this.#sequences.sorted())
      yield {
        kind: 'remove sequence',
        digest: Uint8Array.from(digest),
      }
  }

  /** Removes its files. */
  close(): void {
    this.#aliases.close()
    this.#sequences.close()
  }
}
