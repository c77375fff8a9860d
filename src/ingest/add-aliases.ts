import { findCollections } from '../collection/find-collection.ts'
import { type Identifier, parseIdentifier } from '../digest/identifier.ts'
import { type AliasRow, readAliases } from '../formats/alias-tsv.ts'
import { FormatError } from '../formats/errors.ts'
import { openInput } from '../formats/input.ts'
import type { Change } from '../store/change.ts'
import type { NamedCollection } from '../store/collections.ts'
import { findSequences } from '../store/find.ts'
import { type SequenceRecord, StoreError } from '../store/store.ts'
import type { StoreWriter } from '../store/writer.ts'
import { nameCollection } from './name-collection.ts'

/** What adding a file of aliases did. */
export interface AliasReport {
  readonly file: string
  readonly changed: boolean
  readonly rows: number
  /** Names that the store did not have. */
  readonly aliases: number
  /** Names that collections did not have. */
  readonly collectionAliases: number
  /** Sequences whose circular mark was set, or taken back. */
  readonly circular: number
}

/**
 * Adds the names and marks of a TSV file (`-` for standard input) as one change of the store.
 *
 * @throws {@link FormatError} with the line, when a row cannot be read, or names neither a sequence nor
 * a collection of the store, or more than one.
 */
export async function addAliases(writer: StoreWriter, path: string): Promise<AliasReport> {
  const change = await writer.change()
  let rows = 0
  let circular = 0
  let collectionAliases = 0
  try {
    const input = await openInput(path)
    for await (const row of readAliases(input.chunks)) {
      const target = await targetOf(writer, row)
      const { authority, alias } = row
      if ('mask' in target) {
        if (await nameOf(writer, change, target, row)) collectionAliases++
      } else {
        const { digest } = target
        if (alias !== undefined && authority !== undefined) {
          await change.alias(digest, authority, alias)
        }
        if (row.circular !== undefined && (await change.circular(digest, row.circular))) {
          circular++
        }
      }
      rows++
    }
    const before = await writer.catalog.stats()
    const changed = await change.commit()
    const aliases = (await writer.catalog.stats()).aliases - before.aliases
    return { file: path, changed, rows, aliases, collectionAliases, circular }
  } catch (error) {
    await change.abort()
    throw error
  }
}

/** A digest or name leads to a sequence; where it leads to none, to a collection. */
async function targetOf(
  { catalog }: StoreWriter,
  { target, line }: AliasRow,
): Promise<SequenceRecord | NamedCollection> {
  const identifier: Identifier | undefined = parseIdentifier(target)
  const sequences = identifier ? await findSequences(catalog, identifier) : []
  const found = sequences.length > 0 ? sequences : await findCollections(catalog, target)
  const [first] = found
  if (first && found.length === 1) return first
  const what = sequences.length > 0 ? 'sequences' : 'collections'
  const problem = first
    ? `'${target}' names ${found.length} ${what}: use a digest`
    : `no sequence or collection of the store is called '${target}': add its FASTA file first`
  throw new FormatError(problem, { line })
}

/** Names a collection; returns whether the name is new to it. */
async function nameOf(
  writer: StoreWriter,
  change: Change,
  named: NamedCollection,
  { authority, alias, circular, target, line }: AliasRow,
): Promise<boolean> {
  if (circular !== undefined || authority === undefined || alias === undefined) {
    throw new FormatError(
      `'${target}' is a collection, which cannot be circular: mark its sequences`,
      { line },
    )
  }
  const { digest, mask } = named
  const stated = { authority, alias, mask }
  const known = await writer.catalog.collectionAliasStatement(digest, stated)
  await nameCollection(writer, change, named, [{ authority, alias }]).catch((error) => {
    throw error instanceof StoreError ? new FormatError(error.message, { line, error }) : error
  })
  return known === undefined
}
