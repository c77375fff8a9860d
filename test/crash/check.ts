import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { readCurrent } from '../../src/store/catalog/lmdb/current.ts'
import { openStore } from '../../src/store/open.ts'
import { packFile } from '../../src/store/pack/layout.ts'
import { type Engines, StoreReader } from '../../src/store/reader.ts'
import { StoreError } from '../../src/store/store.ts'
import { answersOf, engines, journalOf, verify } from './scenario.ts'

/** What a store answers, and what its journal states; neither when there is no store. */
export interface Shown {
  readonly answers?: Awaited<ReturnType<typeof answersOf>>
  readonly journal?: string
}

/** Opens a store, as it is or as `openStore` does, and asks it everything. */
export async function shown(directory: string, how: 'as it is' | 'mended'): Promise<Shown> {
  const open: (directory: string, engines: Engines) => Promise<StoreReader> =
    how === 'mended' ? openStore : StoreReader.open
  let store: StoreReader
  try {
    store = await open(directory, engines)
  } catch (error) {
    if (error instanceof StoreError && error.message.startsWith('no store at')) return {}
    throw error
  }
  try {
    const { problems } = await verify(directory, store)
    if (problems.length > 0) throw new Error(`verify: ${JSON.stringify(problems)}`)
    const answers = await answersOf(store)
    // The catalog may be behind the journal as long as nobody mended it.
    return { answers, journal: await journalOf(directory, answers.stats.journal) }
  } finally {
    await store.close()
  }
}

/** Files below a store that no committed change accounts for. */
export async function garbageOf(directory: string): Promise<string[]> {
  const store = await StoreReader.open(directory, engines)
  const packs = (await store.catalog.packs()).map(({ name }) => packFile(name))
  const { journal } = await store.stats()
  await store.close()
  const current = readCurrent(join(directory, 'catalog'))
  const accounted = new Set([
    'store.json',
    ...packs,
    ...Array.from(
      { length: journal },
      (_, i) => `journal/${(i + 1).toString(16).padStart(16, '0')}.rec`,
    ),
    ...['catalog/CURRENT', `catalog/${current}/data.mdb`, `catalog/${current}/lock.mdb`],
    ...['lock/holder', 'lock/mutex/data.mdb', 'lock/mutex/lock.mdb'],
  ])
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(directory.length + 1))
    .filter((path) => !accounted.has(path))
}
