import { promisify } from 'node:util'
import { crc32, gunzip, inflateRaw } from 'node:zlib'
import { damaged, TRAILER_BYTES } from './gzip-member.ts'

/** Most that a BGZF block holds, before and after compression (SAM specification, 4.1). */
const MAX_BLOCK = 65_536

/** Blocks of a batch: 1 MiB of text, which takes 2 ms to inflate and 0.03 to hand over. */
const BLOCKS = 16

/** What the trailer of an empty buffer needs: zlib asks for more room when all of it is used. */
const SPARE = 64

const inflateMembers = promisify<Uint8Array, object, Buffer>(gunzip)
const inflateBlock = promisify<Uint8Array, object, Buffer>(inflateRaw)

/** What a batch holds, up to a block that is damaged. */
export interface InflatedBatch {
  readonly parts: readonly Uint8Array[]
  readonly error?: unknown
}

interface Block {
  readonly start: number
  readonly end: number
  /** Bytes of its header. */
  readonly header: number
  /** Where it begins in the file. */
  readonly offset: number
}

/**
 * BGZF blocks in a row, which a thread of the pool inflates in one call: zlib's gunzip goes on from
 * member to member and checks each. A call a block, with its CRC on the main thread, cost as much there
 * as cleaning the text (docs/decisions/0012).
 */
export class BgzfBatch {
  readonly #bytes = Buffer.allocUnsafeSlow(BLOCKS * MAX_BLOCK)
  readonly #blocks: Block[] = []
  #length = 0
  /** Bytes of text, as the trailers state it. */
  #size = 0
  /** Whether none states more than a block may hold. */
  #small = true

  get empty(): boolean {
    return this.#blocks.length === 0
  }

  get full(): boolean {
    return this.#blocks.length === BLOCKS
  }

  /**
   * @param header - Bytes of the block's header.
   * @param offset - Where the block begins in the file, for messages.
   */
  add(block: Uint8Array, header: number, offset: number): void {
    const start = this.#length
    this.#bytes.set(block, start)
    this.#length += block.length
    this.#blocks.push({ start, end: this.#length, header, offset })
    const size = this.#bytes.readUInt32LE(this.#length - 4)
    this.#size += size
    if (size > MAX_BLOCK) this.#small = false
  }

  /** Never fails: an error stands behind what comes before it. */
  async inflate(): Promise<InflatedBatch> {
    const size = this.#size
    if (this.#small) {
      try {
        const data = await inflateMembers(this.#bytes.subarray(0, this.#length), {
          chunkSize: size + SPARE,
          maxOutputLength: size + SPARE,
        })
        if (data.length === size) return { parts: [data] }
      } catch {
        // Which block it is shows when each is inflated by itself.
      }
    }
    return this.#inflateEach()
  }

  async #inflateEach(): Promise<InflatedBatch> {
    const parts: Uint8Array[] = []
    try {
      for (const block of this.#blocks) parts.push(await this.#inflateBlock(block))
    } catch (error) {
      return { parts, error }
    }
    return { parts }
  }

  async #inflateBlock({ start, end, header, offset }: Block): Promise<Uint8Array> {
    const trailer = end - TRAILER_BYTES
    let data: Uint8Array
    try {
      data = await inflateBlock(this.#bytes.subarray(start + header, trailer), {
        chunkSize: MAX_BLOCK,
        maxOutputLength: MAX_BLOCK,
      })
    } catch (error) {
      throw damaged(offset, error)
    }
    checkTrailer(this.#bytes.subarray(trailer, end), crc32(data), data.length, offset)
    return data
  }
}

/**
 * @param offset Where the member begins in the file.
 * @throws {@link FormatError} when the trailer states another checksum or length (RFC 1952, 2.3.1).
 */
export function checkTrailer(
  trailer: Uint8Array,
  checksum: number,
  length: number,
  offset: number,
): void {
  const view = new DataView(trailer.buffer, trailer.byteOffset, TRAILER_BYTES)
  const same = view.getUint32(0, true) === checksum && view.getUint32(4, true) === length % 2 ** 32
  if (!same) throw damaged(offset)
}
