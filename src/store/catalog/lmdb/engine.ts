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
import { makeTables, openTables, readStats } from './tables.ts'

/**
 * Catalogs in `catalog/`: one LMDB environment a folder, of which the file `CURRENT` names the one
 * in use. A rebuilt catalog takes over by the rename of that file.
 */
export const lmdbCatalog: CatalogEngine = {
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
    return new LmdbWriter(join(directory, current))
  },

  async rebuild(store: string, disk: Disk, journal: Journal): Promise<void> {
    const directory = catalogDirectory(store)
    await disk.makeDirectory(directory)
    const old = readdirSync(directory).filter((name) => name !== 'CURRENT')
    const next = folderName(1 + Math.max(0, ...old.map(folderNumber)))
    const writer = new LmdbWriter(join(directory, next))
    try {
      await writer.apply(journal, await journal.last())
    } finally {
      await writer.close()
    }
    await replaceFile(disk, directory, 'CURRENT', next)
    // Readers that have an old one open keep its files until they notice the switch.
    for (const name of old) await disk.remove(join(directory, name))
  },
}

class LmdbWriter extends LmdbCatalog implements WritableCatalog {
  readonly #directory: string

  constructor(directory: string) {
    const tables = openTables(directory, false)
    super(() => tables)
    this.#directory = directory
  }

  async apply(journal: Journal, last: number): Promise<void> {
    let shown = readStats(this.tables).journal
    while (shown < last) {
      shown = await new Replay(this.tables, `${this.#directory}.sort`).apply(journal, last)
    }
  }
}

function catalogDirectory(store: string): string {
  return join(store, 'catalog')
}
