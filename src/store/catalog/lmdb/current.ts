import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { StoreError } from '../../store.ts'
import { openTables, type Tables } from './tables.ts'

/** How often a reader looks whether `CURRENT` names another catalog; a look costs 10 us. */
const LOOK_EVERY_MS = 500

/** Name of the catalog folder in use; `undefined` before there is one. */
export function readCurrent(directory: string): string | undefined {
  let name: string
  try {
    name = readFileSync(join(directory, 'CURRENT'), 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw error
  }
  if (/^[0-9a-f]{8}$/.test(name)) return name
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
