import { crc32 } from 'node:zlib'
import { encoder, placeOf } from '../../simd/encoder.ts'

/** Bytes up to which zlib's CRC is slower: its call from JavaScript alone takes as long as 400 bytes here. */
const SHORT = 512

/** CRC-32 of bytes `[from, to)`. */
export function crcOf(bytes: Uint8Array, from: number, to: number): number {
  const place = to - from > SHORT ? -1 : placeOf(bytes)
  if (place < 0) return crc32(bytes.subarray(from, to))
  return encoder().crc(place + from, to - from) >>> 0
}
