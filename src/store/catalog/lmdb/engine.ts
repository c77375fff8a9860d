import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import type { Catalog, CatalogEngine, WritableCatalog } from '../../catalog.ts'
import { type Disk, replaceFile } from '../../disk.ts'
import type { Journal } from '../../journal/journal.ts'
import { LmdbCatalog } from './catalog.ts'
import {
  assertVersion,
  folderName,
  folderNumber,
  followCurrent,
  isOlder,
  readCurrent,
} from './current.ts'
import { Replay } from './replay.ts'
import { makeTables, openTables, readStats, syncTables, type Tables } from './tables.ts'

/**
 * Catalogs in `catalog/`: one LMDB environment a folder, of which the file `CURRENT` names the one
 * in use. A rebuilt catalog takes over by the rename of that file.
 */
export const lmdbCatalog: CatalogEngine = lmdbCatalogs(32 << 20)

/**
 * @param much - Bytes of journal from which a first catalog is made beside the empty one: LMDB holds
 * what a transaction changes in memory, up to 512 MiB, and there it can have many.
 */
export function lmdbCatalogs(much: number): CatalogEngine {
  return {
    async isOutdated(store: string): Promise<boolean> {
      const current = readCurrent(catalogDirectory(store))
      return current !== undefined && isOlder(current)
    },

    async openReader(store: string): Promise<Catalog> {
      return new LmdbCatalog(followCurrent(catalogDirectory(store)))
    },

    async openWriter(store: string, disk: Disk): Promise<WritableCatalog> {
      const directory = catalogDirectory(store)
      await disk.makeDirectory(directory)
      const present = readCurrent(directory)
      const current = present ?? folderName(1)
      assertVersion(directory, current)
      for (const name of readdirSync(directory)) {
        if (name !== current && name !== 'CURRENT') await disk.remove(join(directory, name))
      }
      if (present === undefined) {
        await disk.remove(join(directory, current))
        await makeTables(join(directory, current))
        await replaceFile(disk, directory, 'CURRENT', current)
      }
      return new LmdbWriter(directory, current, disk, much)
    },

    async rebuild(store: string, disk: Disk, journal: Journal): Promise<void> {
      const directory = catalogDirectory(store)
      await disk.makeDirectory(directory)
      const old = readdirSync(directory).filter((name) => name !== 'CURRENT')
      const next = folderName(1 + Math.max(0, ...old.map(folderNumber)))
      await makeCatalog(join(directory, next), journal, await journal.last())
      await replaceFile(disk, directory, 'CURRENT', next)
      // Readers that have an old one open keep its files until they notice the switch.
      for (const name of old) await disk.remove(join(directory, name))
    },
  }
}

class LmdbWriter extends LmdbCatalog implements WritableCatalog {
  readonly #directory: string
  readonly #disk: Disk
  readonly #much: number
  readonly #current: { name: string; tables: Tables }

  /** @param directory - Of all catalogs; `name` is the folder of the one in use. */
  constructor(directory: string, name: string, disk: Disk, much: number) {
    const current = { name, tables: openTables(join(directory, name), false) }
    super(() => current.tables)
    this.#directory = directory
    this.#disk = disk
    this.#much = much
    this.#current = current
  }

  async apply(journal: Journal, last: number): Promise<void> {
    const { journal: shown } = readStats(this.tables)
    if (shown === last) return
    if (shown === 0 && (await journal.bytes(last)) > this.#much) await this.#makeAnew(journal, last)
    else await takeIn(this.tables, join(this.#directory, this.#current.name), journal, last)
  }

  async #makeAnew(journal: Journal, last: number): Promise<void> {
    const old = { ...this.#current }
    const name = folderName(folderNumber(old.name) + 1)
    const directory = join(this.#directory, name)
    await this.#disk.remove(directory)
    await makeCatalog(directory, journal, last)
    await replaceFile(this.#disk, this.#directory, 'CURRENT', name)
    this.#current.tables = openTables(directory, false)
    this.#current.name = name
    await old.tables.root.close()
    await this.#disk.remove(join(this.#directory, old.name))
  }
}

/** Makes a catalog that nobody sees yet, and lasting: table by table, in bounded memory. */
async function makeCatalog(directory: string, journal: Journal, last: number): Promise<void> {
  const tables = openTables(directory, false, true)
  try {
    await takeIn(tables, directory, journal, last, true)
  } finally {
    await tables.root.close()
  }
  syncTables(directory)
}

async function takeIn(
  tables: Tables,
  directory: string,
  journal: Journal,
  last: number,
  apart = false,
): Promise<void> {
  let shown = readStats(tables).journal
  while (shown < last) {
    shown = await new Replay(tables, directory, apart).apply(journal, last)
  }
}

function catalogDirectory(store: string): string {
  return join(store, 'catalog')
}
