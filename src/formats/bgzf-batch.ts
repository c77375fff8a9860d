import { promisify } from 'node:util'
import { crc32, inflateRaw } from 'node:zlib'
import { placeOf } from '../simd/encoder.ts'
import { BLOCK_NUMBERS } from '../simd/inflate.ts'
import { copyToRegion, giveBackRegion, takeRegion } from '../simd/regions.ts'
import { type BgzfJob, blocksOf, MOST_BLOCKS, PACKED_BYTES } from './bgzf-job.ts'
import { checkTrailer, damaged, readTrailer, TRAILER_BYTES } from './gzip-member.ts'

/** Most that a BGZF block holds, before and after compression (SAM specification, 4.1). */
const MAX_BLOCK = 65_536

const inflateBlock = promisify<Uint8Array, object, Buffer>(inflateRaw)

/** BGZF blocks in a row, up to 1 MiB of text, which is a millisecond's work. */
export class BgzfBatch {
  readonly #packed = takeRegion()
  readonly #text = takeRegion()
  readonly #blocks = blocksOf(this.#packed.buffer, this.#packed.byteOffset)
  /** Where each block begins in the file. */
  readonly #offsets: number[] = []
  #length = 0
  /** Bytes of text, as the trailers state it. */
  #size = 0
  /** Whether none states more than a block may hold. */
  #small = true

  /** Whether another block might not find room. */
  get full(): boolean {
    return (
      this.#length + MAX_BLOCK + 8 > PACKED_BYTES ||
      this.#size + MAX_BLOCK > this.#text.length ||
      this.#offsets.length === MOST_BLOCKS
    )
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
    const { length } = readTrailer(this.#packed, end)
    const at = BLOCK_NUMBERS * (this.#offsets.push(offset) - 1)
    this.#blocks[at] = start + header
    this.#blocks[at + 1] = end - start - header
    this.#blocks[at + 2] = this.#size
    this.#blocks[at + 3] = length
    this.#size += length
    if (length > MAX_BLOCK) this.#small = false
  }

  /** The job that all of it is; none when it is damaged, or when it is not in memory that threads share. */
  job(): BgzfJob | undefined {
    const packed = placeOf(this.#packed)
    const text = placeOf(this.#text)
    if (packed < 0 || text < 0 || !this.#small) return undefined
    const claim = new Int32Array(new SharedArrayBuffer(4))
    return { packed, text, count: this.#offsets.length, claim }
  }

  /**
   * Inflates block by block with zlib, on the threads of Node's pool.
   *
   * @throws {@link FormatError} when a block is damaged, after those before it.
   */
  async *inflateEach(): AsyncGenerator<Uint8Array> {
    for (const [i, offset] of this.#offsets.entries()) {
      const start = this.#blocks[BLOCK_NUMBERS * i]!
      const end = start + this.#blocks[BLOCK_NUMBERS * i + 1]!
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
