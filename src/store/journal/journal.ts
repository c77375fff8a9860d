import { randomBytes } from 'node:crypto'
import { access, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Disk } from '../disk.ts'
import { DamageError } from '../store.ts'
import type { JournalEntry } from './entry.ts'
import type { EntryVisitor } from './entry-visitor.ts'
import { readRecord, visitRecord } from './record.ts'

const RECORD = /^[0-9a-f]{16}\.rec$/

/** What a writer that died may leave. */
const LEFT = /\.tmp$|^seen\./

/** The numbered, immutable records that are the truth of a store. Numbers start at 1. */
export class Journal {
  readonly directory: string

  constructor(store: string) {
    this.directory = join(store, 'journal')
  }

  /** Number of the newest record, 0 when there is none. */
  async last(): Promise<number> {
    const names = (await readdir(this.directory)).filter((name) => RECORD.test(name)).sort()
    for (const [i, name] of names.entries()) {
      if (name !== recordName(i + 1)) {
        throw new DamageError(
          `journal record ${join(this.directory, recordName(i + 1))} is missing: restore it from a copy of the store`,
        )
      }
    }
    return names.length
  }

  /** Number of the newest record, when `number` is known to be there: no listing is needed. */
  async lastFrom(number: number): Promise<number> {
    let last = number
    while (await this.has(last + 1)) last++
    return last
  }

  async has(number: number): Promise<boolean> {
    return access(this.path(number)).then(
      () => true,
      () => false,
    )
  }

  /** Bytes of the records up to `last`. */
  async bytes(last: number): Promise<number> {
    let sum = 0
    for (let number = 1; number <= last; number++) sum += (await stat(this.path(number))).size
    return sum
  }

  path(number: number): string {
    return join(this.directory, recordName(number))
  }

  /** Where a record is written before it is committed; a new place at each call. */
  temporary(number: number): string {
    return `${this.path(number)}.${randomBytes(4).toString('hex')}.tmp`
  }

  /** Path prefix for what a change keeps beside its record. */
  scratch(): string {
    return join(this.directory, 'seen')
  }

  read(number: number): AsyncGenerator<JournalEntry[]> {
    return readRecord(this.path(number), number)
  }

  /** As {@link Journal.read}, for a visitor; to be iterated to the end, or until there is enough. */
  visit(number: number, visitor: EntryVisitor): AsyncGenerator<void> {
    return visitRecord(this.path(number), number, visitor)
  }

  /** The commit: the record gets its name, and the name is made durable. */
  async commit(disk: Disk, number: number, temporary: string): Promise<void> {
    await disk.rename(temporary, this.path(number))
    await disk.syncDirectory(this.directory)
  }

  /** Removes what a writer left that never came to its commit. */
  async clean(disk: Disk): Promise<void> {
    for (const name of await readdir(this.directory)) {
      if (LEFT.test(name)) await disk.remove(join(this.directory, name))
    }
  }
}

function recordName(number: number): string {
  return `${number.toString(16).padStart(16, '0')}.rec`
}
