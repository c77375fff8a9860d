import { FormatError } from './errors.ts'

/** A line of a text file, without its end. */
export interface Line {
  /** 1-based. */
  readonly number: number
  readonly text: string
}

/** Lines that follow each other, without their ends. */
export interface LineBlock {
  /** Number of the first line, 1-based. */
  readonly first: number
  readonly lines: readonly string[]
}

/** In bytes: far above what any of the formats has in a line, and it bounds memory. */
const MAX_LINE = 1 << 20

const LF = 10

/**
 * Splits UTF-8 text into lines that end with LF or CRLF; the last may lack its end. A byte order
 * mark at the start is dropped.
 *
 * @throws {@link FormatError} with the line, when it is not UTF-8 or longer than 1 MiB.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  for await (const { first, lines } of readLineBlocks(chunks)) {
    for (const [i, text] of lines.entries()) yield { number: first + i, text }
  }
}

/**
 * As {@link readLines}, in blocks: a chunk is decoded as a whole, which takes a fifth of the time of
 * decoding each line.
 */
export async function* readLineBlocks(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<LineBlock> {
  let rest = Buffer.alloc(0)
  let first = 1
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LF) + 1
    if (end === 0) {
      rest = Buffer.concat([rest, chunk])
    } else {
      const lines = decode(Buffer.concat([rest, chunk.subarray(0, end)]), first)
      lines.pop()
      // The chunk is valid only until the next is asked for.
      rest = Buffer.from(chunk.subarray(end))
      yield { first, lines }
      first += lines.length
    }
    if (rest.length > MAX_LINE) throw tooLong(first)
  }
  if (rest.length > 0) yield { first, lines: decode(rest, first) }
}

function decode(bytes: Uint8Array, first: number): string[] {
  let text: string
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch (error) {
    throw new FormatError('this is not UTF-8 text; save the file as UTF-8', {
      line: first + undecodableLine(bytes),
      error,
    })
  }
  if (first === 1 && text.startsWith('\ufeff')) text = text.slice(1)
  const lines = text.split(text.includes('\r') ? /\r?\n/ : '\n')
  const long = lines.findIndex((line) => line.length > MAX_LINE)
  if (long >= 0) throw tooLong(first + long)
  return lines
}

/** Index of the first line that is no UTF-8. */
function undecodableLine(bytes: Uint8Array): number {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  for (let line = 0, start = 0; ; line++) {
    const lf = bytes.indexOf(LF, start)
    const end = lf < 0 ? bytes.length : lf
    try {
      decoder.decode(bytes.subarray(start, end))
    } catch {
      return line
    }
    start = end + 1
    if (start >= bytes.length) return line
  }
}

function tooLong(line: number): FormatError {
  return new FormatError('the line is longer than 1 MiB; is this a text file?', { line })
}
