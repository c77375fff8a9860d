import { crc32 } from 'node:zlib'
import { DamageError } from '../../store.ts'

const CRC_BYTES = 4

/** Bytes that {@link sealed} adds to a value. */
export const SEAL_BYTES: number = CRC_BYTES

/** A value with a CRC-32 of its key and itself behind it: a flipped bit shows when it is read. */
export function sealed(key: Uint8Array, value: Uint8Array): Buffer {
  const bytes = Buffer.allocUnsafe(value.length + CRC_BYTES)
  bytes.set(value)
  bytes.writeUInt32LE(crc32(value, crc32(key)), value.length)
  return bytes
}

/**
 * The value that was sealed, a view.
 *
 * @throws {@link DamageError} when it, or its key, is not what it was.
 */
export function unsealed(key: Uint8Array, bytes: Buffer): Buffer {
  const value = bytes.subarray(0, Math.max(0, bytes.length - CRC_BYTES))
  const sound =
    bytes.length >= CRC_BYTES && crc32(value, crc32(key)) === bytes.readUInt32LE(value.length)
  if (!sound) throw damaged()
  return value
}

export function damaged(): DamageError {
  return new DamageError('the catalog is damaged: run seqkeep rebuild')
}
