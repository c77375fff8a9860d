/**
 * An input that cannot be read as what it should be. The message says the cause, where, and what
 * to do; it does not know the file, whose name the caller puts before it.
 */
export class FormatError extends Error {
  override readonly name = 'FormatError'
  /** 1-based. */
  readonly line: number | undefined
  /** Name of the record; '' for one without a name. */
  readonly record: string | undefined

  constructor(
    cause: string,
    at: {
      readonly line?: number
      readonly record?: string | undefined
      readonly error?: unknown
    } = {},
  ) {
    super(where(at) + cause, at.error === undefined ? undefined : { cause: at.error })
    this.line = at.line
    this.record = at.record
  }
}

/** A record name is cut to this many characters in a message; the longest allowed is 1 MiB. */
const SHOWN = 80

function where({ line, record }: { line?: number; record?: string | undefined }): string {
  if (line === undefined) return ''
  if (record === undefined) return `line ${line}: `
  const name = record.length > SHOWN ? `${record.slice(0, SHOWN)}...` : record
  return `line ${line}, record "${name}": `
}
