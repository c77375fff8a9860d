import { Journal } from './journal/journal.ts'
import { type Engines, StoreReader } from './reader.ts'
import { StoreError } from './store.ts'
import { StoreWriter, type WriterOptions } from './writer.ts'

/**
 * Opens a store for reading. If a writer died between its commit and the catalog, the catalog is
 * brought up first, and one that an older version made is made anew, unless another writer is at work
 * or the store cannot be written to.
 *
 * @throws {@link StoreError} when there is no store, or one that this version cannot read.
 */
export async function openStore(
  directory: string,
  engines: Engines,
  { onUpgrade }: Pick<WriterOptions, 'onUpgrade'> = {},
): Promise<StoreReader> {
  const reader = await StoreReader.open(directory, engines).catch(async (error) => {
    if (!(error instanceof StoreError)) throw error
    // A catalog of an older version: any writer makes it anew.
    const writer = await StoreWriter.open(directory, engines, {
      noWait: true,
      ...(onUpgrade && { onUpgrade }),
    }).catch(() => undefined)
    if (!writer) throw error
    await writer.close()
    return StoreReader.open(directory, engines)
  })
  const { journal } = await reader.stats()
  if (!(await new Journal(directory).has(journal + 1))) return reader
  // In one process LMDB opens a catalog either for reading or for writing.
  await reader.close()
  // A writer that holds the lock, or a read-only file system: what is shown stays right, only older.
  const writer = await StoreWriter.open(directory, engines, { noWait: true }).catch(() => undefined)
  await writer?.close()
  return StoreReader.open(directory, engines)
}
