import { canonicalAuthority, MAX_ALIAS_BYTES } from '../digest/authority.ts'
import { DIGEST_NAMESPACES } from '../digest/identifier.ts'
import { FormatError } from './errors.ts'
import { readLines } from './lines.ts'

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

const AUTHORITY = /^[a-z0-9][a-z0-9._-]*$/

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
      if (error instanceof RowError) throw new FormatError(error.message, { line: number })
      throw error
    }
  }
}

class RowError extends Error {}

function readRow(text: string): Omit<AliasRow, 'line'> {
  const columns = text.split('\t')
  const [target = '', authority = '', alias = '', mark = ''] = columns
  if (columns.length < 3 || columns.length > 4) {
    throw new RowError(`the number of columns is ${columns.length}; ${COLUMNS}`)
  }
  for (const column of columns) {
    const [control] = /\p{Cc}/u.exec(column) ?? []
    if (control === undefined) continue
    const code = control.charCodeAt(0).toString(16).padStart(2, '0')
    throw new RowError(`there is a control character (0x${code}); remove it`)
  }
  if (target.trim() === '') throw new RowError(`the first column is empty; ${COLUMNS}`)
  const circular = CIRCULAR.test(mark) ? true : /^linear$/i.test(mark) ? false : undefined
  if (mark !== '' && circular === undefined) {
    throw new RowError(
      `the fourth column is "${shown(mark)}"; write "circular" or "linear", or leave it empty`,
    )
  }
  if (circular !== undefined && authority === '' && alias === '') {
    return { target, authority: undefined, alias: undefined, circular }
  }
  return { target, authority: readAuthority(authority), alias: readAlias(alias), circular }
}

function readAuthority(text: string): string {
  if (text.trim() === '') throw new RowError(`the authority is empty; ${COLUMNS}`)
  const authority = canonicalAuthority(text)
  if (!AUTHORITY.test(authority)) {
    throw new RowError(
      `the authority "${shown(text)}" is not a word of letters, digits, ".", "_" and "-"; use one such as insdc, refseq or your own`,
    )
  }
  if (DIGEST_NAMESPACES.has(authority)) {
    throw new RowError(
      `the authority "${shown(text)}" stands for digests, which come from the residues; use another`,
    )
  }
  return authority
}

function readAlias(alias: string): string {
  if (alias.trim() === '') throw new RowError(`the alias is empty; ${COLUMNS}`)
  const size = Buffer.byteLength(alias)
  if (size > MAX_ALIAS_BYTES) {
    throw new RowError(`the alias has ${size} bytes; shorten it to ${MAX_ALIAS_BYTES} at most`)
  }
  return alias
}

/** Cuts what a message quotes. */
function shown(text: string): string {
  return text.length > 40 ? `${text.slice(0, 40)}...` : text
}
