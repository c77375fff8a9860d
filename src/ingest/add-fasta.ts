import { basename } from 'node:path'
import type { Alias } from '../store/store.ts'
import type { StoreWriter } from '../store/writer.ts'
import { FastaAddition, type FastaSummary } from './fasta-addition.ts'
import { nameCollection } from './name-collection.ts'
import { type Progress, readDigestedFasta } from './read-fasta.ts'

export interface AddOptions {
  /** Names of records that are circular. */
  readonly circular?: ReadonlySet<string>
  /** Whether names and accessions in headers become aliases; they do unless this is `false`. */
  readonly aliases?: boolean
  /** Names that the file's collection gets. */
  readonly names?: readonly Alias[]
  readonly onProgress?: Progress
}

/** What adding one FASTA file did. */
export interface AddReport extends FastaSummary {
  readonly file: string
  /** Whether the store has changed. */
  readonly changed: boolean
  /** Names that the store did not have. */
  readonly aliases: number
  /** Names that were given to the collection, and those of them that others have too. */
  readonly names: readonly Alias[]
  readonly sharedNames: readonly Alias[]
  readonly seconds: number
}

/**
 * Adds a FASTA file (`-` for standard input) as one change of the store: all of it or nothing.
 *
 * @throws {@link FormatError} with the line and the record, when the file is not FASTA.
 */
export async function addFasta(
  writer: StoreWriter,
  path: string,
  options: AddOptions = {},
): Promise<AddReport> {
  const started = performance.now()
  const change = await writer.change()
  try {
    const { sha1 } = writer.settings
    const addition = new FastaAddition(change, options)
    await addition.add(readDigestedFasta(path, sha1, options.onProgress))
    // Of a large file the sync takes 0.1 s, while the digest of its collection is waited for.
    change.finishSequences()
    const summary = await addition.finish(sourceName(path))
    const { names = [] } = options
    const sharedNames = await nameCollection(writer, change, addition.named, names)
    const before = await writer.catalog.stats()
    const changed = await change.commit()
    // Counted by the catalog: a file may give a sequence the same name twice.
    const aliases = (await writer.catalog.stats()).aliases - before.aliases
    const seconds = (performance.now() - started) / 1000
    return { file: path, changed, ...summary, aliases, names, sharedNames, seconds }
  } catch (error) {
    await change.abort()
    throw error
  }
}

/** Name of a file as a collection keeps it: without its folder. */
export function sourceName(path: string): string {
  return path === '-' ? 'standard input' : basename(path)
}
