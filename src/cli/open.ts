import { openStore } from '../store/open.ts'
import type { Engines, StoreReader } from '../store/reader.ts'
import { DamageError, type StoreSettings } from '../store/store.ts'
import { StoreWriter } from '../store/writer.ts'
import { counted, printError } from './output.ts'

/** LMDB takes 30 ms to load: who needs the lock waits longer for that. */
const loadEngines = async (): Promise<Engines> => (await import('./engines.ts')).engines

const onUpgrade = () =>
  printError('the catalog was made by an older version: making it anew from the journal')

/** Opens a store for reading; what an older version made of it is brought up first, if it can be. */
export async function openForReading(directory: string): Promise<StoreReader> {
  const engines = await loadEngines()
  const store = await openStore(directory, engines, { onUpgrade })
  if ((await store.catalog.unattributedCollections(1)).length === 0) return store
  // In one process LMDB opens a catalog either for reading or for writing.
  await store.close()
  // Without the lock, or on a read-only file system, it is served as it is.
  const writer = await StoreWriter.open(directory, engines, { noWait: true }).catch(() => undefined)
  if (writer) await complete(writer).finally(() => writer.close())
  const opened = await openStore(directory, engines)
  if ((await opened.catalog.unattributedCollections(1)).length > 0) {
    printError(
      'collections of an older version are not found by their attributes: the store could not be written to',
    )
  }
  return opened
}

/** Opens a store for writing, as the options of a command say. */
export async function openForWriting(
  directory: string,
  options: { readonly wait: boolean; readonly create?: Partial<StoreSettings> },
): Promise<StoreWriter> {
  const engines = loadEngines()
  // It is awaited once there is a lock.
  engines.catch(() => {})
  const writer = await StoreWriter.open(directory, engines, {
    ...(options.create && { create: options.create }),
    noWait: !options.wait,
    onWait: (holder) => printError(`waiting for ${holder}`),
    onUpgrade,
  })
  try {
    await complete(writer)
    return writer
  } catch (error) {
    await writer.close()
    throw error
  }
}

/** A collection that is damaged is no reason to leave all others alone. */
async function complete(writer: StoreWriter): Promise<void> {
  if ((await writer.catalog.unattributedCollections(1)).length === 0) return
  // Loaded when there is something to do: it leads to all that knows of genomes.
  const { completeCollections } = await import('../ingest/complete-collections.ts')
  try {
    const completed = await completeCollections(writer)
    if (completed > 0) printError(`digested ${counted(completed, 'older collection')}`)
  } catch (error) {
    if (!(error instanceof DamageError)) throw error
    printError(error.message)
  }
}
