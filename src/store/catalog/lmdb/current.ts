import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { StoreError } from '../../store.ts'
import { openTables, type Tables } from './tables.ts'

/** How often a reader looks whether `CURRENT` names another catalog; a look costs 10 us. */
const LOOK_EVERY_MS = 500

/**
 * Version of the tables. It stands in the name of a catalog's folder, which no older version of the
 * program opens then: one that knows fewer tables must not write into them. The first had no number.
 */
const VERSION = 2

const NAME = /^([0-9a-f]{8})(?:-v(\d+))?$/

/** Name of a catalog folder. With a dot in it LMDB would make it a file. */
export function folderName(number: number): string {
  return `${number.toString(16).padStart(8, '0')}-v${VERSION}`
}

/** Number of a catalog folder of any version; 0 when it is none. */
export function folderNumber(name: string): number {
  const match = NAME.exec(name)
  return match ? Number.parseInt(match[1]!, 16) : 0
}

/** Version of the tables that a folder holds. */
function folderVersion(name: string): number {
  return Number(NAME.exec(name)?.[2] ?? 1)
}

/** Whether a folder holds tables of an older version. */
export function isOlder(name: string): boolean {
  return folderVersion(name) < VERSION
}

/** Name of the catalog folder in use; `undefined` before there is one. */
export function readCurrent(directory: string): string | undefined {
  let name: string
  try {
    name = readFileSync(join(directory, 'CURRENT'), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  if (NAME.test(name)) return name
  throw new StoreError(`${join(directory, 'CURRENT')} is damaged: run seqkeep rebuild`)
}

/**
 * The tables that `CURRENT` names, for a long-lived reader: it moves to a rebuilt catalog by
 * itself, between two look-ups.
 *
 * @throws {@link StoreError} when there is none.
 */
export function followCurrent(directory: string): () => Tables {
  let [name, tables] = openCurrent(directory)
  let looked = performance.now()
  return () => {
    const now = performance.now()
    if (now - looked < LOOK_EVERY_MS) return tables
    looked = now
    if (readCurrent(directory) === name) return tables
    const old = tables
    ;[name, tables] = openCurrent(directory)
    void old.root.close()
    return tables
  }
}

function openCurrent(directory: string): [name: string, tables: Tables] {
  for (let tries = 0; ; tries++) {
    const name = readCurrent(directory)
    if (name === undefined) {
      throw new StoreError(`${directory} holds no catalog: run seqkeep rebuild`)
    }
    assertVersion(directory, name)
    try {
      return [name, openTables(join(directory, name), true)]
    } catch (error) {
      // A rebuild may switch and remove the old catalog between the two steps.
      if (tries === 3) {
        throw new StoreError(`${join(directory, name)} cannot be opened: run seqkeep rebuild`, {
          cause: error,
        })
      }
    }
  }
}

/** @throws {@link StoreError} when this version cannot read the tables of a folder. */
export function assertVersion(directory: string, name: string): void {
  const version = folderVersion(name)
  if (version === VERSION) return
  throw new StoreError(
    `${join(directory, name)} was made by ${version < VERSION ? 'an older' : 'a newer'} version of seqkeep: run seqkeep rebuild`,
  )
}
