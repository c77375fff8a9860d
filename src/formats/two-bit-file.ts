/**
 * The 2bit format of UCSC: a header, an index of names and offsets, and for each sequence its
 * length, its blocks of N, its lower-case blocks and two bits a base. All numbers are little-endian
 * and have 32 bits, but for the offsets of version 1, which have 64.
 */

const SIGNATURE = 0x1a412743

/** Longest sequence: its length has 32 bits. */
export const TWO_BIT_MAX_LENGTH = 0xffffffff

/** Longest name, in bytes: its length has 8 bits. */
export const TWO_BIT_MAX_NAME = 255

/** Version 1 is needed only where a record begins beyond 4 GiB. */
export type TwoBitVersion = 0 | 1

export const TWO_BIT_HEADER_BYTES = 16

export function twoBitHeader(version: TwoBitVersion, sequences: number): Uint8Array {
  return uint32s([SIGNATURE, version, sequences, 0])
}

/** Bytes of an entry of the index, for a name of so many bytes. */
export function twoBitEntryBytes(version: TwoBitVersion, nameBytes: number): number {
  return 1 + nameBytes + (version === 1 ? 8 : 4)
}

/** @param offset Byte of the file at which the record begins. */
export function twoBitEntry(version: TwoBitVersion, name: Uint8Array, offset: number): Uint8Array {
  const entry = new Uint8Array(twoBitEntryBytes(version, name.length))
  const view = new DataView(entry.buffer)
  entry[0] = name.length
  entry.set(name, 1)
  view.setUint32(1 + name.length, offset % 2 ** 32, true)
  if (version === 1) view.setUint32(5 + name.length, Math.floor(offset / 2 ** 32), true)
  return entry
}

/** Spells numbers as the format does. */
export function uint32s(values: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(4 * values.length)
  const view = new DataView(bytes.buffer)
  values.forEach((value, i) => {
    view.setUint32(4 * i, value, true)
  })
  return bytes
}

/** T, C, A, G; U as T; whatever else as T, as the tools of UCSC do inside of a block of N. */
const CODE = new Uint8Array(256)
for (const [code, letters] of ['TU', 'C', 'A', 'G'].entries()) {
  for (const letter of letters) CODE[letter.charCodeAt(0)] = code
}

/**
 * Packs upper-case residues, the first of four in the high bits; the last byte is filled with zeros.
 * All but A, C, G, T and U must be in a block of N.
 */
export function packTwoBit(residues: Uint8Array, into: Uint8Array): void {
  const whole = residues.length & ~3
  let o = 0
  for (let i = 0; i < whole; i += 4) {
    into[o++] =
      (CODE[residues[i]!]! << 6) |
      (CODE[residues[i + 1]!]! << 4) |
      (CODE[residues[i + 2]!]! << 2) |
      CODE[residues[i + 3]!]!
  }
  let last = 0
  for (let i = whole; i < residues.length; i++) last |= CODE[residues[i]!]! << (6 - 2 * (i & 3))
  if (whole < residues.length) into[o] = last
}
