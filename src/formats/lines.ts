import { FormatError } from './errors.ts'

/** A line of a text file, without its end. */
export interface Line {
  /** 1-based. */
  readonly number: number
  readonly text: string
}

/** In bytes: far above what any of the formats has in a line, and it bounds memory. */
const MAX_LINE = 1 << 20

/**
 * Splits UTF-8 text into lines that end with LF or CRLF; the last may lack its end. A byte order
 * mark at the start is dropped.
 *
 * @throws {@link FormatError} with the line, when it is not UTF-8 or longer than 1 MiB.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  let pending: Uint8Array[] = []
  let size = 0
  let number = 1
  const line = (): Line => {
    let text: string
    try {
      text = decoder.decode(Buffer.concat(pending))
    } catch (error) {
      throw new FormatError('this is not UTF-8 text; save the file as UTF-8', {
        line: number,
        error,
      })
    }
    if (number === 1 && text.startsWith('\ufeff')) text = text.slice(1)
    if (text.endsWith('\r')) text = text.slice(0, -1)
    pending = []
    size = 0
    return { number: number++, text }
  }
  const add = (part: Uint8Array) => {
    size += part.length
    if (size > MAX_LINE) {
      throw new FormatError('the line is longer than 1 MiB; is this a text file?', { line: number })
    }
    pending.push(part)
  }
  for await (const chunk of chunks) {
    let start = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, start)) {
      add(chunk.subarray(start, end))
      yield line()
      start = end + 1
    }
    // The chunk is valid only until the next is asked for.
    if (start < chunk.length) add(new Uint8Array(chunk.subarray(start)))
  }
  if (size > 0) yield line()
}
