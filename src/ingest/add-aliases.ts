import { type Identifier, parseIdentifier } from '../digest/identifier.ts'
import { type AliasRow, readAliases } from '../formats/alias-tsv.ts'
import { FormatError } from '../formats/errors.ts'
import { openInput } from '../formats/input.ts'
import { findSequences } from '../store/find.ts'
import type { StoreWriter } from '../store/writer.ts'

/** What adding a file of aliases did. */
export interface AliasReport {
  readonly file: string
  readonly changed: boolean
  readonly rows: number
  /** Names that the store did not have. */
  readonly aliases: number
  /** Sequences whose circular mark was set, or taken back. */
  readonly circular: number
}

/**
 * Adds the names and marks of a TSV file (`-` for standard input) as one change of the store.
 *
 * @throws {@link FormatError} with the line, when a row cannot be read, or names no sequence of the
 * store, or more than one.
 */
export async function addAliases(writer: StoreWriter, path: string): Promise<AliasReport> {
  const change = await writer.change()
  let rows = 0
  let circular = 0
  try {
    const input = await openInput(path)
    for await (const row of readAliases(input.chunks)) {
      const digest = await targetOf(writer, row)
      if (row.alias !== undefined && row.authority !== undefined) {
        await change.alias(digest, row.authority, row.alias)
      }
      if (row.circular !== undefined && (await change.circular(digest, row.circular))) {
        circular++
      }
      rows++
    }
    const before = await writer.catalog.stats()
    const changed = await change.commit()
    const aliases = (await writer.catalog.stats()).aliases - before.aliases
    return { file: path, changed, rows, aliases, circular }
  } catch (error) {
    await change.abort()
    throw error
  }
}

async function targetOf(writer: StoreWriter, row: AliasRow): Promise<Uint8Array> {
  const identifier: Identifier | undefined = parseIdentifier(row.target)
  const found = identifier ? await findSequences(writer.catalog, identifier) : []
  const [sequence] = found
  if (sequence && found.length === 1) return sequence.digest
  const problem = sequence
    ? `'${row.target}' names ${found.length} sequences: use a digest`
    : `no sequence of the store is called '${row.target}': add its FASTA file first`
  throw new FormatError(problem, { line: row.line })
}
