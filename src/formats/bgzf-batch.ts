import { promisify } from 'node:util'
import { crc32, inflateRaw } from 'node:zlib'
import { placeOf } from '../simd/encoder.ts'
import { copyToRegion, giveBackRegion, takeRegion } from '../simd/regions.ts'
import { type BgzfJob, PACKED_BYTES } from './bgzf-job.ts'
import { checkTrailer, damaged, readTrailer, TRAILER_BYTES } from './gzip-member.ts'

/** Most that a BGZF block holds, before and after compression (SAM specification, 4.1). */
const MAX_BLOCK = 65_536

const inflateBlock = promisify<Uint8Array, object, Buffer>(inflateRaw)

interface Block {
  /** Where its deflate data is among the bytes of the batch; its trailer follows. */
  readonly start: number
  readonly end: number
  /** Where it begins in the file. */
  readonly offset: number
}

/** BGZF blocks in a row, up to 1 MiB of text, which is a millisecond's work. */
export class BgzfBatch {
  readonly #packed = takeRegion()
  readonly #text = takeRegion()
  readonly #blocks: Block[] = []
  #length = 0
  /** Bytes of text, as the trailers state it. */
  #size = 0
  /** Whether none states more than a block may hold. */
  #small = true

  /** Whether another block might not find room. */
  get full(): boolean {
    return this.#length + MAX_BLOCK + 8 > PACKED_BYTES || this.#size + MAX_BLOCK > this.#text.length
  }

  /** The text, when the job is done. */
  get text(): Uint8Array {
    return this.#text.subarray(0, this.#size)
  }

  /**
   * @param header - Bytes of the block's header.
   * @param offset - Where the block begins in the file, for messages.
   */
  add(block: Uint8Array, header: number, offset: number): void {
    const start = copyToRegion(block, this.#packed, this.#length)
    this.#length = start + block.length
    const end = this.#length - TRAILER_BYTES
    this.#blocks.push({ start: start + header, end, offset })
    const { length } = readTrailer(this.#packed, end)
    this.#size += length
    if (length > MAX_BLOCK) this.#small = false
  }

  /** The job that all of it is; none when it is damaged, or when it is not in memory that threads share. */
  job(): BgzfJob | undefined {
    const packed = placeOf(this.#packed)
    const text = placeOf(this.#text)
    if (packed < 0 || text < 0 || !this.#small) return undefined
    const blocks = Uint32Array.from(this.#blocks.flatMap(({ start, end }) => [start, end]))
    return { packed, text, blocks, claim: new Int32Array(new SharedArrayBuffer(4)) }
  }

  /**
   * Inflates block by block with zlib, on the threads of Node's pool.
   *
   * @throws {@link FormatError} when a block is damaged, after those before it.
   */
  async *inflateEach(): AsyncGenerator<Uint8Array> {
    for (const { start, end, offset } of this.#blocks) {
      const data = this.#packed.subarray(start, end)
      let text: Uint8Array
      try {
        text = await inflateBlock(data, { chunkSize: MAX_BLOCK, maxOutputLength: MAX_BLOCK })
      } catch (error) {
        throw damaged(offset, error)
      }
      checkTrailer(this.#packed, end, crc32(text), text.length, offset)
      yield text
    }
  }

  /** Gives its memory back, at which nobody is any more. */
  release(): void {
    giveBackRegion(this.#packed)
    giveBackRegion(this.#text)
  }
}
