import { crc32 } from 'node:zlib'
import type { RunColumns } from './run-index.ts'

/** "SQKPRUNS" and the version of what follows. */
const MAGIC = Buffer.from('SQKPRUNS\x01\0\0\0', 'latin1')

/**
 * Spells an index of runs for {@link Derived}: magic, letters and windows (32 bits each, little-endian), CRC-32 of
 * the columns, 64 bits of padding to a multiple of eight, the columns as doubles of this machine.
 */
export function encodeColumns(columns: RunColumns): Uint8Array {
  const parts = columnsOf(columns).map(bytesOf)
  const head = Buffer.alloc(24)
  MAGIC.copy(head)
  head.writeUInt32LE(columns.letters >>> 0, 12)
  head.writeUInt32LE(columns.member.length, 16)
  head.writeUInt32LE(
    parts.reduce((crc, part) => crc32(part, crc), crc32(head.subarray(0, 20))),
    20,
  )
  return Buffer.concat([head, ...parts])
}

/** Reads what {@link encodeColumns} wrote; `undefined` when it is anything else. */
export function decodeColumns(bytes: Uint8Array): RunColumns | undefined {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (all.length < 24 || !all.subarray(0, 12).equals(MAGIC)) return undefined
  const windows = all.readUInt32LE(16)
  if (all.length !== 24 + 8 * (5 * windows + 2)) return undefined
  if (crc32(all.subarray(24), crc32(all.subarray(0, 20))) !== all.readUInt32LE(20)) {
    return undefined
  }
  let at = 24
  const column = (length: number) => {
    const values = new Float64Array(length)
    all.copy(bytesOf(values), 0, at, at + 8 * length)
    at += 8 * length
    return values
  }
  return {
    member: column(windows),
    start0: column(windows),
    openEnd: column(windows),
    runsBefore: column(windows + 1),
    bytesBefore: column(windows + 1),
    letters: all.readUInt32LE(12),
  }
}

function columnsOf(columns: RunColumns): Float64Array[] {
  const { member, start0, openEnd, runsBefore, bytesBefore } = columns
  return [member, start0, openEnd, runsBefore, bytesBefore]
}

function bytesOf(column: Float64Array): Buffer {
  return Buffer.from(column.buffer, column.byteOffset, column.byteLength)
}
