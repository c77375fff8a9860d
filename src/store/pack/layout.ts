import { crc32 } from 'node:zlib'
import { hex } from '../../digest/hex.ts'
import { ByteWriter } from '../binary.ts'
import type { SequenceRecord } from '../store.ts'
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
 */
export function sequenceSeed(digest: Uint8Array, length: number): number {
  const writer = new ByteWriter(40)
  writer.raw(digest)
  writer.integer(length)
  return crc32(writer.view())
}

/** Seeds of records that are read again and again: to make one takes 0.5 us. */
const seeds = new WeakMap<SequenceRecord, number>()

/** The {@link sequenceSeed} of a record. */
export function seedOf(record: SequenceRecord): number {
  let seed = seeds.get(record)
  if (seed === undefined) {
    seed = sequenceSeed(record.digest, record.length)
    seeds.set(record, seed)
  }
  return seed
}

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
