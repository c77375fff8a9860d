import { FormatError } from '../formats/errors.ts'

/** Puts the file before the message of a {@link FormatError}. */
export async function naming<T>(path: string, read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    if (!(error instanceof FormatError)) throw error
    throw new FormatError(`${path}: ${error.message}`, { error })
  }
}
