import { FormatError } from './errors.ts'
import { TooLongError } from './sequence-dictionary.ts'

/** Lines of a header that follow each other, without their ends. */
export interface HeaderBlock {
  /** Number of the first line, 1-based. */
  readonly first: number
  readonly lines: readonly string[]
  /** Whether the last line has no end and is the last of the input. */
  readonly cut: boolean
}

export interface HeaderLinesOptions {
  /** First character of each line of the header, which ends before any other; else all is header. */
  readonly mark?: '@' | '#'
  /** Most bytes of the header. */
  readonly limit: number
}

/** In bytes. A command line in a header may be long; this bounds what is copied again and again. */
const MAX_LINE = 4 << 20

const LF = 10

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Reads the lines of a header in blocks, no further than the chunk in which it ends. Text that is no
 * UTF-8 is taken for Latin-1: comments of old files hold it, names do not.
 *
 * @throws {@link TooLongError} when the header is longer than the limit.
 */
export async function* headerLines(
  chunks: AsyncIterable<Uint8Array>,
  { mark, limit }: HeaderLinesOptions,
): AsyncGenerator<HeaderBlock> {
  const markCode = mark?.charCodeAt(0)
  let rest: Uint8Array = Buffer.alloc(0)
  let first = 1
  let read = 0
  for await (const chunk of chunks) {
    const data = rest.length > 0 ? Buffer.concat([rest, chunk]) : Buffer.from(chunk)
    const end = markCode === undefined ? data.lastIndexOf(LF) + 1 : endOf(data, markCode)
    read += end
    if (read > limit) throw tooLong(limit)
    if (end > 0) {
      const lines = linesOf(data.subarray(0, end))
      yield { first, lines, cut: false }
      first += lines.length
    }
    rest = data.subarray(end)
    if (markCode !== undefined && rest.length > 0 && rest[0] !== markCode) return
    if (rest.length > MAX_LINE) {
      throw new FormatError('the line is longer than 4 MiB; is this the whole, sound file?', {
        line: first,
      })
    }
  }
  if (read + rest.length > limit) throw tooLong(limit)
  if (rest.length > 0) yield { first, lines: linesOf(rest), cut: true }
}

/** Where the last whole line of the header ends. */
function endOf(data: Buffer, mark: number): number {
  let at = 0
  while (data[at] === mark) {
    const next = data.indexOf(LF, at) + 1
    if (next === 0) break
    at = next
  }
  return at
}

function linesOf(bytes: Uint8Array): string[] {
  const text = decodeText(bytes)
  const lines = text.split(text.includes('\r') ? /\r?\n/ : '\n')
  if (bytes.at(-1) === LF) lines.pop()
  return lines
}

/** As UTF-8, or as Latin-1 where it is none. */
export function decodeText(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes)
  } catch {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1')
  }
}

function tooLong(limit: number): TooLongError {
  return new TooLongError(
    `the header is longer than ${limit / (1 << 20)} MiB and is not read on; is this the right file?`,
  )
}
