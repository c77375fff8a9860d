import { isAscii, isUtf8 } from 'node:buffer'
import { FormatError } from './errors.ts'

/** A line of a text file, without its end. */
export interface Line {
  /** 1-based. */
  readonly number: number
  readonly text: string
}

/** Lines that follow each other, as they stand in the file: valid until the next are asked for. */
export interface LineBlock {
  /** Number of the first line, 1-based. */
  readonly first: number
  /** Ends with LF, but for the last of a file that lacks it. */
  readonly bytes: Buffer
  /** ASCII is decoded as Latin-1, which takes half the time. */
  readonly encoding: 'latin1' | 'utf8'
}

/** In bytes: far above what any of the formats has in a line, and it bounds memory. */
const MAX_LINE = 1 << 20

const LF = 10
const CR = 13

/**
 * Splits UTF-8 text into lines that end with LF or CRLF; the last may lack its end. A byte order
 * mark at the start is dropped.
 *
 * @throws {@link FormatError} with the line, when it is not UTF-8 or longer than 1 MiB.
 */
export async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<Line> {
  for await (const { first, bytes, encoding } of readLineBlocks(chunks)) {
    for (let start = 0, number = first; start < bytes.length; number++) {
      const lf = bytes.indexOf(LF, start)
      const end = lf < 0 ? bytes.length : lf
      yield { number, text: bytes.toString(encoding, start, endOfText(bytes, start, end)) }
      start = end + 1
    }
  }
}

/** The lines of a block as strings, without their ends. */
export function textsOf({ bytes, encoding }: LineBlock): string[] {
  const lines = bytes.toString(encoding).split(/\r?\n/)
  if (bytes.at(-1) === LF) lines.pop()
  return lines
}

/** End of a line without its CR. */
export function endOfText(bytes: Uint8Array, start: number, end: number): number {
  return end > start && bytes[end - 1] === CR ? end - 1 : end
}

/** As {@link readLines}, in blocks of bytes: most lines of a large file need no string. */
export async function* readLineBlocks(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<LineBlock> {
  let rest: Uint8Array[] = []
  let restLength = 0
  let first = 1
  for await (const chunk of chunks) {
    const end = chunk.lastIndexOf(LF) + 1
    if (end > 0) {
      const block = blockOf(Buffer.concat([...rest, chunk.subarray(0, end)]), first)
      yield block
      first += linesIn(block.bytes)
      rest = []
      restLength = 0
    }
    // The chunk is valid only until the next is asked for.
    if (end < chunk.length) rest.push(Uint8Array.from(chunk.subarray(end)))
    restLength += chunk.length - end
    if (restLength > MAX_LINE) throw tooLong(first)
  }
  if (restLength > 0) yield blockOf(Buffer.concat(rest), first)
}

function blockOf(bytes: Buffer, first: number): LineBlock {
  for (let start = 0; bytes.length - start > MAX_LINE; ) {
    const lf = bytes.lastIndexOf(LF, start + MAX_LINE)
    if (lf < start) throw tooLong(first + linesIn(bytes.subarray(0, start)))
    start = lf + 1
  }
  if (!isUtf8(bytes)) {
    throw new FormatError('this is not UTF-8 text; save the file as UTF-8', {
      line: first + undecodableLine(bytes),
    })
  }
  const marked = first === 1 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf
  return {
    first,
    bytes: marked ? bytes.subarray(3) : bytes,
    encoding: isAscii(bytes) ? 'latin1' : 'utf8',
  }
}

/** Line ends in some bytes. */
export function linesIn(bytes: Uint8Array): number {
  let lines = 0
  for (let lf = bytes.indexOf(LF); lf >= 0; lf = bytes.indexOf(LF, lf + 1)) lines++
  return lines
}

/** Index of the first line that is no UTF-8. */
function undecodableLine(bytes: Uint8Array): number {
  for (let line = 0, start = 0; ; line++) {
    const lf = bytes.indexOf(LF, start)
    const end = lf < 0 ? bytes.length : lf
    if (!isUtf8(bytes.subarray(start, end)) || end === bytes.length) return line
    start = end + 1
  }
}

function tooLong(line: number): FormatError {
  return new FormatError('the line is longer than 1 MiB; is this a text file?', { line })
}
