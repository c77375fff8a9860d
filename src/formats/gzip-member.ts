import { FormatError } from './errors.ts'

/** Header of a gzip member (RFC 1952, section 2.3). */
export interface MemberHeader {
  /** In bytes. */
  readonly length: number
  /** Bytes of the whole member, which BGZF states in a `BC` field (SAM specification, 4.1). */
  readonly blockSize: number | undefined
}

/** Bytes that precede the optional fields. */
const FIXED_BYTES = 10

/** Longer headers are damage: the extra field has at most 64 KiB, the rest is a name and a comment. */
const MAX_HEADER = 1 << 20

const DEFLATE = 8
const HEADER_CRC = 2
const EXTRA = 4
const NAME = 8
const COMMENT = 16
const RESERVED = 0xe0

/** CRC-32 and length of what was compressed. */
export const TRAILER_BYTES = 8

/** The empty block that ends each BGZF file (SAM specification, 4.1.2). */
export const BGZF_END: Uint8Array = Buffer.from(
  '1f8b08040000000000ff0600424302001b0003000000000000000000',
  'hex',
)

/** Whether an input that begins with these bytes (two suffice) is gzip or BGZF. */
export function isGzip(first: Uint8Array): boolean {
  return first[0] === 0x1f && first[1] === 0x8b
}

/**
 * Reads the header at the start of `bytes`.
 *
 * @param offset Where the member begins in the file, for messages.
 * @returns `undefined` when the header goes on after `bytes`.
 * @throws {@link FormatError} when it is no valid header.
 */
export function readMemberHeader(bytes: Uint8Array, offset: number): MemberHeader | undefined {
  if (bytes.length < FIXED_BYTES) return undefined
  const flags = bytes[3]!
  if (bytes[2] !== DEFLATE || (flags & RESERVED) !== 0) throw damaged(offset)
  let at = FIXED_BYTES
  let blockSize: number | undefined
  if (flags & EXTRA) {
    if (bytes.length < at + 2) return undefined
    const end = at + 2 + uint16(bytes, at)
    if (bytes.length < end) return undefined
    blockSize = blockSizeOf(bytes, at + 2, end)
    at = end
  }
  for (const text of [NAME, COMMENT]) {
    if (!(flags & text)) continue
    const zero = bytes.indexOf(0, at)
    if (zero < 0) {
      if (bytes.length > MAX_HEADER) throw damaged(offset)
      return undefined
    }
    at = zero + 1
  }
  if (flags & HEADER_CRC) at += 2
  if (bytes.length < at) return undefined
  if (blockSize !== undefined && blockSize < at + TRAILER_BYTES) throw damaged(offset)
  return { length: at, blockSize }
}

/** What the extra field at `[start, end)` states. */
function blockSizeOf(bytes: Uint8Array, start: number, end: number): number | undefined {
  for (let at = start; at + 4 <= end; ) {
    const size = uint16(bytes, at + 2)
    const isBlockSize = bytes[at] === 0x42 && bytes[at + 1] === 0x43 && size === 2
    if (isBlockSize && at + 6 <= end) return uint16(bytes, at + 4) + 1
    at += 4 + size
  }
  return undefined
}

function uint16(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8)
}

/** CRC-32 and length, modulo 2^32, of what was compressed (RFC 1952, 2.3.1). */
export function readTrailer(bytes: Uint8Array, at: number): { checksum: number; length: number } {
  const view = new DataView(bytes.buffer, bytes.byteOffset + at, TRAILER_BYTES)
  return { checksum: view.getUint32(0, true), length: view.getUint32(4, true) }
}

/**
 * @param offset Where the member begins in the file.
 * @throws {@link FormatError} when the trailer at `at` states another checksum or length.
 */
export function checkTrailer(
  bytes: Uint8Array,
  at: number,
  checksum: number,
  length: number,
  offset: number,
): void {
  const stated = readTrailer(bytes, at)
  if (stated.checksum !== checksum || stated.length !== length % 2 ** 32) throw damaged(offset)
}

/** @param offset Where the member begins in the file. */
export function damaged(offset: number, error?: unknown): FormatError {
  return new FormatError(
    `the gzip data is damaged in the part that begins at byte ${offset}; get the file anew`,
    { error },
  )
}
