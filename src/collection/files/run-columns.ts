import type { RunColumns } from './run-index.ts'

/** "SQKPRUNS" and the version of what follows. */
const MAGIC = Buffer.from('SQKPRUNS\x01\0\0\0', 'latin1')

const HEAD_BYTES = 20

/**
 * Spells an index of runs for {@link Derived}: magic, letters and windows (32 bits each, little-endian),
 * the columns as doubles of this machine.
 */
export function encodeColumns(columns: RunColumns): Uint8Array {
  const head = Buffer.alloc(HEAD_BYTES)
  MAGIC.copy(head)
  head.writeUInt32LE(columns.letters >>> 0, 12)
  head.writeUInt32LE(columns.member.length, 16)
  const { member, start0, openEnd, runsBefore, bytesBefore } = columns
  return Buffer.concat([head, ...[member, start0, openEnd, runsBefore, bytesBefore].map(bytesOf)])
}

/** Reads what {@link encodeColumns} wrote; `undefined` when it is anything else. */
export function decodeColumns(bytes: Uint8Array): RunColumns | undefined {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (all.length < HEAD_BYTES || !all.subarray(0, 12).equals(MAGIC)) return undefined
  const windows = all.readUInt32LE(16)
  if (all.length !== HEAD_BYTES + 8 * (5 * windows + 2)) return undefined
  let at = HEAD_BYTES
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

function bytesOf(column: Float64Array): Buffer {
  return Buffer.from(column.buffer, column.byteOffset, column.byteLength)
}
