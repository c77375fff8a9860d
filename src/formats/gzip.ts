import { crc32, createInflateRaw } from 'node:zlib'
import { BgzfInflater } from './bgzf-inflater.ts'
import { ByteQueue } from './byte-queue.ts'
import { FormatError } from './errors.ts'
import {
  BGZF_END,
  checkTrailer,
  damaged,
  isGzip,
  type MemberHeader,
  readMemberHeader,
  TRAILER_BYTES,
} from './gzip-member.ts'

/** Decompressed bytes of an ordinary member that are handed on at once. */
const OUTPUT_BYTES = 256 * 1024

/**
 * Decompresses gzip (of any number of members) and BGZF, in bounded memory. Zero bytes after the
 * last member are padding. A chunk is valid until the next is asked for.
 *
 * The members are parsed here and zlib gets the deflate data alone: its own gunzip stream takes
 * what follows the last member for the end of the data if it arrives in a later chunk.
 *
 * @throws {@link FormatError} when the data ends early, is damaged, is followed by anything else,
 * or ends with a BGZF block that is not the end marker: such a file was cut between two blocks.
 */
export async function* gunzip(source: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const iterator = source[Symbol.asyncIterator]()
  const queue = new ByteQueue(iterator)
  const blocks = new BgzfInflater()
  let cutBetweenBlocks = false
  try {
    try {
      do {
        const start = queue.offset
        // Of most there is nothing to wait for.
        const header = readMemberHeader(queue.view, start) ?? (await nextHeader(queue))
        if (header.blockSize === undefined) {
          yield* blocks.finish()
          yield* member(queue, header, start)
          cutBetweenBlocks = false
        } else {
          const isThere = queue.view.length >= header.blockSize
          if (!isThere && !(await queue.fill(header.blockSize))) throw endsEarly()
          const block = queue.view.subarray(0, header.blockSize)
          blocks.add(block, header.length, start)
          cutBetweenBlocks = Buffer.compare(block, BGZF_END) !== 0
          queue.skip(block.length)
          if (blocks.busy) yield* blocks.take()
        }
      } while (isGzip(queue.view) || (await hasAnother(queue)))
    } catch (error) {
      // Whoever wants the header of a file that was cut off may have all that came before.
      yield* blocks.finish()
      throw error
    }
    yield* blocks.finish()
    if (cutBetweenBlocks) {
      throw new FormatError(
        'the file is truncated: the end marker of BGZF is missing; get the file anew',
      )
    }
  } finally {
    await blocks.close()
    await iterator.return?.()
  }
}

/** Whether another member follows; padding is skipped. */
async function hasAnother(queue: ByteQueue): Promise<boolean> {
  await queue.fill(2)
  if (isGzip(queue.view)) return true
  if (queue.view.length === 1 && queue.view[0] === 0x1f) throw endsEarly()
  while (await queue.fill(1)) {
    const rest = queue.view.findIndex((byte) => byte !== 0)
    queue.skip(rest < 0 ? queue.view.length : rest)
    if (rest >= 0) {
      throw new FormatError(
        `there is something else after the gzip data, from byte ${queue.offset}; cut it off, or get the file anew`,
      )
    }
  }
  return false
}

async function nextHeader(queue: ByteQueue): Promise<MemberHeader> {
  const start = queue.offset
  for (;;) {
    const header = readMemberHeader(queue.view, start)
    if (header) return header
    if (!(await queue.grow())) throw endsEarly()
  }
}

function isCode(error: unknown, code: string): boolean {
  return error instanceof Error && 'code' in error && error.code === code
}

function endsEarly(error?: unknown): FormatError {
  return new FormatError('the gzip data ends early: the file is truncated; get it anew', { error })
}

/** Decompresses one member whose end only zlib can find. */
async function* member(
  queue: ByteQueue,
  header: MemberHeader,
  start: number,
): AsyncGenerator<Uint8Array> {
  queue.skip(header.length)
  let before = 0
  let checksum = 0
  let length = 0
  const inflate = createInflateRaw({ chunkSize: OUTPUT_BYTES })
  let wake = () => {}
  for (const event of ['readable', 'end', 'error']) inflate.on(event, () => wake())
  try {
    while (!inflate.readableEnded) {
      const fed = queue.view.length > 0 || (await queue.fill(1))
      let consumed = false
      if (fed) {
        inflate.write(queue.view, () => {
          consumed = true
          wake()
        })
      } else {
        for (let data = inflate.read(); data; data = inflate.read()) yield data
        inflate.end()
      }
      while (!consumed && !inflate.readableEnded) {
        const data: Buffer | null = inflate.read()
        if (inflate.errored) throw inflate.errored
        if (data) {
          checksum = crc32(data, checksum)
          length += data.length
          yield data
        } else if (!consumed && !inflate.readableEnded) {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
      }
      queue.skip(inflate.bytesWritten - before)
      before = inflate.bytesWritten
    }
  } catch (error) {
    if (error !== inflate.errored) throw error
    throw isCode(error, 'Z_BUF_ERROR') ? endsEarly(error) : damaged(start, error)
  } finally {
    inflate.destroy()
  }
  if (!(await queue.fill(TRAILER_BYTES))) throw endsEarly()
  checkTrailer(queue.view, 0, checksum, length, start)
  queue.skip(TRAILER_BYTES)
}
