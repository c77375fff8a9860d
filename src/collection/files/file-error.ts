/** Why a collection cannot be had in a format, though it is there. */
export type FileErrorCode =
  | 'DUPLICATE_NAMES'
  | 'UNNAMED_MEMBER'
  | 'NAME_TOO_LONG'
  | 'SEQUENCE_TOO_LONG'
  | 'NOT_NUCLEOTIDES'

/** A format cannot hold a collection; the message says why, and what can be had instead. */
export class FileError extends Error {
  override readonly name = 'FileError'
  readonly code: FileErrorCode

  constructor(code: FileErrorCode, message: string) {
    super(message)
    this.code = code
  }
}
