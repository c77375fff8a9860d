import { FormatError } from './errors.ts'
import { readLines } from './lines.ts'
import { assertNoControl, readAlias, readAuthority, shown } from './name.ts'

/** A row of an alias TSV. */
export interface AliasRow {
  /** 1-based. */
  readonly line: number
  /** Digest, or name that the sequence has already, in any spelling of an identifier. */
  readonly target: string
  /** Canonical; `undefined`, as the alias is, in a row that only marks its sequence. */
  readonly authority: string | undefined
  readonly alias: string | undefined
  /** Marks the sequence as circular, or as linear again; `undefined` leaves it as it is. */
  readonly circular: boolean | undefined
}

const CIRCULAR = /^(circular|yes|true|1)$/i

const COLUMNS =
  'give digest or name, authority and alias, with tabs between them, and "circular" in a fourth column if it is'

/**
 * Reads the rows of an alias TSV: digest or name, naming authority, alias, and optionally
 * `circular` (or `yes`, `true`, `1`), or `linear`, which takes that mark back. No header; blank lines
 * and lines that begin with `#` are skipped. Authority and alias may both be empty in a row that has
 * such a mark.
 *
 * @throws {@link FormatError} with the line and what is wrong with it.
 */
export async function* readAliases(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<AliasRow> {
  for await (const { number, text } of readLines(chunks)) {
    if (text.trim() === '' || text.startsWith('#')) continue
    try {
      yield { line: number, ...readRow(text) }
    } catch (error) {
      if (error instanceof FormatError) throw new FormatError(error.message, { line: number })
      throw error
    }
  }
}

function readRow(text: string): Omit<AliasRow, 'line'> {
  const columns = text.split('\t')
  const [target = '', authority = '', alias = '', mark = ''] = columns
  if (columns.length < 3 || columns.length > 4) {
    throw new FormatError(`the number of columns is ${columns.length}; ${COLUMNS}`)
  }
  for (const column of columns) assertNoControl(column)
  if (target.trim() === '') throw new FormatError(`the first column is empty; ${COLUMNS}`)
  const circular = CIRCULAR.test(mark) ? true : /^linear$/i.test(mark) ? false : undefined
  if (mark !== '' && circular === undefined) {
    throw new FormatError(
      `the fourth column is "${shown(mark)}"; write "circular" or "linear", or leave it empty`,
    )
  }
  if (circular !== undefined && authority === '' && alias === '') {
    return { target, authority: undefined, alias: undefined, circular }
  }
  if (authority.trim() === '') throw new FormatError(`the authority is empty; ${COLUMNS}`)
  if (alias.trim() === '') throw new FormatError(`the alias is empty; ${COLUMNS}`)
  return { target, authority: readAuthority(authority), alias: readAlias(alias), circular }
}
