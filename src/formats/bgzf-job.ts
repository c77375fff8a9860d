import { crc32 } from 'node:zlib'
import { INFLATE_WORK, type Inflate } from '../simd/inflate.ts'
import { REGION_BYTES } from '../simd/layout.ts'
import { readTrailer } from './gzip-member.ts'

/** Bytes of blocks that a region has room for, beside what inflating them works with. */
export const PACKED_BYTES: number = REGION_BYTES - INFLATE_WORK

/** BGZF blocks to be inflated, in memory that threads share. */
export interface BgzfJob {
  /** Places of the regions that hold the blocks, and their text when it is done. */
  readonly packed: number
  readonly text: number
  /** Of each block, where its deflate data begins among the packed bytes and where it ends: its trailer is there. */
  readonly blocks: Uint32Array
  /** Is 1 as soon as somebody is at it. */
  readonly claim: Int32Array
}

/** Whether it is for the caller to do: for one of all who ask. */
export function claimJob({ claim }: BgzfJob): boolean {
  return Atomics.compareExchange(claim, 0, 0, 1) === 0
}

/** Inflates the blocks one behind the other. Returns whether all of them are as their trailers say. */
export function doJob(job: BgzfJob, memory: Uint8Array, inflate: Inflate): boolean {
  const { packed, text, blocks } = job
  const work = packed + PACKED_BYTES
  let to = text
  for (let i = 0; i < blocks.length; i += 2) {
    const from = packed + blocks[i]!
    const trailer = packed + blocks[i + 1]!
    const { checksum, length } = readTrailer(memory, trailer)
    if (inflate(from, trailer - from, to, length, work) !== length) return false
    if (crc32(memory.subarray(to, to + length)) !== checksum) return false
    to += length
  }
  return true
}
