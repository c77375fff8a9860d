import { readdir, stat } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Blobs } from './blobs.ts'
import type { WritableCatalog } from './catalog.ts'
import { Change } from './change.ts'
import { type Disk, nodeDisk } from './disk.ts'
import { Journal } from './journal/journal.ts'
import { type LockOptions, lockWriter, type WriterLock } from './lock.ts'
import { packFile } from './pack/layout.ts'
import type { Engines } from './reader.ts'
import { makeDirectories, readSettings, writeSettings } from './settings.ts'
import { DamageError, StoreError, type StoreSettings } from './store.ts'

export interface WriterOptions extends LockOptions {
  /** Settings of the store if it has to be made; an existing one must agree with those given. */
  readonly create?: Partial<StoreSettings>
  readonly disk?: Disk
  /** Told before a catalog of an older version is made anew, which reads the whole journal. */
  readonly onUpgrade?: () => void
}

/** A store that is open for writing: the only writer on the machine as long as it is open. */
export class StoreWriter {
  readonly settings: StoreSettings
  readonly catalog: WritableCatalog
  readonly journal: Journal
  readonly #blobs: Blobs
  readonly #disk: Disk
  readonly #lock: WriterLock

  private constructor(
    settings: StoreSettings,
    catalog: WritableCatalog,
    journal: Journal,
    blobs: Blobs,
    disk: Disk,
    lock: WriterLock,
  ) {
    this.settings = settings
    this.catalog = catalog
    this.journal = journal
    this.#blobs = blobs
    this.#disk = disk
    this.#lock = lock
  }

  /**
   * Takes the lock, then brings the catalog up to the journal and clears what writers left that
   * died before their commit.
   *
   * @param engines - May still be loading while the lock is waited for.
   * @throws {@link StoreError} when there is no store and none is to be made, when the settings
   * differ, or when another writer has the lock and `noWait` is set.
   */
  static async open(
    directory: string,
    engines: Engines | Promise<Engines>,
    options: WriterOptions = {},
  ): Promise<StoreWriter> {
    const disk = options.disk ?? nodeDisk
    await prepare(directory, disk, options.create !== undefined)
    const lock = await lockWriter(directory, disk, options)
    try {
      const { catalog: catalogs, blobs: blobsOf } = await engines
      const present = await readSettings(directory)
      const settings = agree(directory, present, options.create)
      if (!present) await makeDirectories(disk, directory)
      const journal = new Journal(directory)
      const blobs = blobsOf(directory)
      await journal.clean(disk)
      if (await catalogs.isOutdated(directory)) {
        options.onUpgrade?.()
        await catalogs.rebuild(directory, disk, journal)
      }
      const catalog = await catalogs.openWriter(directory, disk)
      try {
        if (!present) await writeSettings(disk, directory, settings)
        const last = await journal.last()
        if ((await catalog.stats()).journal > last) {
          throw new DamageError(
            `the catalog of ${directory} counts journal records that are not there: restore the journal from a copy of the store if it has lost some, then run seqkeep rebuild`,
          )
        }
        await catalog.apply(journal, last)
        await clearPacks(catalog, journal, last, blobs)
      } catch (error) {
        await catalog.close()
        throw error
      }
      return new StoreWriter(settings, catalog, journal, blobs, disk, lock)
    } catch (error) {
      await lock.release()
      throw error
    }
  }

  /** Begins a change; one at a time. Nothing of it shows before its commit. */
  async change(): Promise<Change> {
    return Change.begin(this.catalog, this.journal, this.#blobs, this.#disk, this.#lock)
  }

  async close(): Promise<void> {
    await this.catalog.close()
    await this.#lock.release()
  }
}

/** Makes the catalog of a store anew from its journal, beside the one that readers use. */
export async function rebuildCatalog(
  directory: string,
  engines: Engines,
  options: Omit<WriterOptions, 'create'> = {},
): Promise<void> {
  const disk = options.disk ?? nodeDisk
  await prepare(directory, disk, false)
  const lock = await lockWriter(directory, disk, options)
  try {
    await engines.catalog.rebuild(directory, disk, new Journal(directory))
  } finally {
    await lock.release()
  }
}

/** The lock lives in the store's directory: that must be there first. */
async function prepare(directory: string, disk: Disk, create: boolean): Promise<void> {
  if (await readSettings(directory)) return
  if (!create) throw new StoreError(`no store at ${directory}: make one with seqkeep add FILE...`)
  const found = await stat(directory).catch(() => undefined)
  if (found && !found.isDirectory()) throw new StoreError(`${directory} is not a directory`)
  if (found && (await holdsOtherFiles(directory))) {
    // Somebody may have made the store since its settings were looked for.
    if (await readSettings(directory)) return
    throw new StoreError(
      `${directory} has no store.json, but files where a store would have its own: choose another directory, or restore store.json from a copy of the store`,
    )
  }
  await disk.makeDirectory(directory)
  await disk.syncDirectory(dirname(resolve(directory)))
}

/** Whether there is anything that making a store would clear and that no writer left who died while making one. */
async function holdsOtherFiles(directory: string): Promise<boolean> {
  const names = (name: string) => readdir(join(directory, name)).catch(() => [])
  const left = /^(CURRENT(\.tmp)?|[0-9a-f]{8}(-v\d+)?)$/
  const others = (await names('catalog')).filter((name) => !left.test(name))
  return (await Promise.all([names('packs'), names('journal'), others])).flat().length > 0
}

function agree(
  directory: string,
  present: StoreSettings | undefined,
  wanted: Partial<StoreSettings> | undefined,
): StoreSettings {
  if (present && wanted?.sha1 && !present.sha1) {
    throw new StoreError(
      `the store at ${directory} keeps no SHA-1; that is settled when a store is made: add the files to a new store with --sha1`,
    )
  }
  return present ?? { sha1: wanted?.sha1 ?? false }
}

/**
 * Removes packs that no journal record names. The catalog alone does not decide: one flipped bit in
 * it would cost a pack. The journal is read only where there is something to remove.
 */
async function clearPacks(
  catalog: WritableCatalog,
  journal: Journal,
  last: number,
  blobs: Blobs,
): Promise<void> {
  const known = new Set((await catalog.packs()).map(({ name }) => packFile(name)))
  const garbage = new Set((await blobs.list('packs')).filter((path) => !known.has(path)))
  if (garbage.size === 0) return
  for (let number = 1; number <= last; number++) {
    for await (const entries of journal.read(number)) {
      for (const entry of entries) {
        if (entry.kind !== 'pack' || !garbage.has(packFile(entry.name))) continue
        throw new DamageError(
          `the catalog does not know ${packFile(entry.name)} of journal record ${number}: run seqkeep rebuild`,
        )
      }
    }
  }
  for (const path of garbage) await blobs.remove(path)
}
