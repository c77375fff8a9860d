import { crc32 } from 'node:zlib'
import { hex } from '../../digest/hex.ts'
import { BLOCK_RESIDUES } from './codec.ts'

/**
 * A pack is a header and then sequences, each of them its blocks followed by its directory: one
 * entry a block, 6 bytes for the end of the block (counted from the sequence's first byte) and 4
 * for its check ({@link blockCheck}), little-endian. Sequences follow each other without a gap; which
 * they are stands in the journal record that commits the pack.
 */

/** "SEQKPACK", version 1 (32 bits), CRC-32 of both. */
export const PACK_HEADER: Uint8Array = (() => {
  const bytes = new Uint8Array(16)
  bytes.set(new TextEncoder().encode('SEQKPACK'))
  const view = new DataView(bytes.buffer)
  view.setUint32(8, 1, true)
  view.setUint32(12, crc32(bytes.subarray(0, 12)), true)
  return bytes
})()

/** Bytes of a directory entry. */
export const ENTRY_BYTES = 10

/** Bytes that a sequence takes in a pack: its blocks and their directory. */
export function packedBytes(length: number, size: number): number {
  return size + ENTRY_BYTES * Math.ceil(length / BLOCK_RESIDUES)
}

/** Path of a pack below the store. */
export function packFile(name: Uint8Array): string {
  return `packs/${hex(name)}.pack`
}

/**
 * What the checks of a sequence's blocks are mixed with. It binds a block to its sequence: bytes
 * found through a wrong offset, length or digest never pass.
 *
 * A million short sequences have a seed each: zlib's CRC costs 0.4 us for so few bytes, this 0.05.
 */
export function sequenceSeed(digest: Uint8Array, length: number): number {
  let crc = -1
  for (let i = 0; i < digest.length; i++) crc = CRC[(crc ^ digest[i]!) & 0xff]! ^ (crc >>> 8)
  let rest = length
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) {
    crc = CRC[(crc ^ ((rest % 0x80) | 0x80)) & 0xff]! ^ (crc >>> 8)
  }
  crc = CRC[(crc ^ rest) & 0xff]! ^ (crc >>> 8)
  return ~crc >>> 0
}

/** CRC-32 of each byte, as zlib has it (RFC 1952, 8). */
const CRC = new Int32Array(256).map((_, byte) => {
  let crc = byte
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1
  return crc
})

/** Of little-endian bytes. Byte by byte: making a view would cost a small read more. */
export function uint32(bytes: Uint8Array, at: number): number {
  return (
    (bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24)) >>> 0
  )
}

/**
 * The check of block `index` as the directory holds it: the CRC-32 of its payload, mixed with the
 * sequence's seed and the index. Mixing comes last because digest and length are known only when
 * all blocks are written.
 */
export function blockCheck(crc: number, seed: number, index: number): number {
  return (crc ^ seed ^ Math.imul(index + 1, 0x9e3779b1)) >>> 0
}
