import { crc32 } from 'node:zlib'
import { BLOCK_NUMBERS, INFLATE_WORK, type Inflate } from '../simd/inflate.ts'
import { REGION_BYTES } from '../simd/layout.ts'
import { readTrailer } from './gzip-member.ts'

/** Blocks that a region has room for, beside what is told of them and what inflating them works with. */
export const MOST_BLOCKS = 1024
export const PACKED_BYTES: number = REGION_BYTES - INFLATE_WORK - 4 * BLOCK_NUMBERS * MOST_BLOCKS

/** BGZF blocks to be inflated, in memory that threads share. */
export interface BgzfJob {
  /** Places of the regions that hold the blocks, and their text when it is done. */
  readonly packed: number
  readonly text: number
  readonly count: number
  /** Is 1 as soon as somebody is at it. */
  readonly claim: Int32Array
}

/** What is told of the blocks of a region (simd/inflate.ts). Their trailers follow their deflate data. */
export function blocksOf(memory: ArrayBufferLike, packed: number): Uint32Array {
  return new Uint32Array(memory, packed + PACKED_BYTES, BLOCK_NUMBERS * MOST_BLOCKS)
}

/** Whether it is for the caller to do: for one of all who ask. */
export function claimJob({ claim }: BgzfJob): boolean {
  return Atomics.compareExchange(claim, 0, 0, 1) === 0
}

/** Inflates the blocks. Returns whether all of them are as their trailers say. */
export function doJob(job: BgzfJob, memory: Uint8Array, inflate: Inflate): boolean {
  const { packed, text, count } = job
  const blocks = blocksOf(memory.buffer, packed)
  inflate(blocks.byteOffset, count, packed, text, packed + REGION_BYTES - INFLATE_WORK)
  for (let i = 0; i < BLOCK_NUMBERS * count; i += BLOCK_NUMBERS) {
    const { checksum, length } = readTrailer(memory, packed + blocks[i]! + blocks[i + 1]!)
    const to = text + blocks[i + 2]!
    if (blocks[i + 3] !== length) return false
    if (crc32(memory.subarray(to, to + length)) !== checksum) return false
  }
  return true
}
