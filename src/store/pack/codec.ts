/**
 * Block codecs. A block is up to {@link BLOCK_RESIDUES} residues, encoded by the tightest of:
 *
 * | id | codec | payload after the id byte |
 * |---|---|---|
 * | 0 | repeat | the residue |
 * | 1 | dna2 | ceil(n/4) bytes, first residue in the low bits, A C G T |
 * | 2 | rna2 | the same with A C G U |
 * | 3 | dna2 with exceptions | varint of bytes, the exceptions, dna2 of the residues between them |
 * | 4 | rna2 with exceptions | the same with A C G U |
 * | 5 | iupac4 | ceil(n/2) bytes, first residue in the low bits |
 * | 6 | letters5 | ceil(5n/8) bytes, little-endian bit order |
 *
 * Exceptions: see exceptions.ts. The number of residues is known to the reader and not stored.
 */
import { decodeBits, encodeBits } from './bits.ts'
import { decodeExceptions, encodeExceptions } from './exceptions.ts'
import { decodeTwoBit, encodeTwoBit } from './two-bit.ts'

/**
 * Residues a block. 8,192 keeps directory and CRC at 0.01 bits a base, which a chromosome with
 * more N than bases needs to stay below 2.05 (human Y: 8,192 gives 2.02, 4,096 gave 2.05), and a
 * small range still reads only 2 KiB.
 */
export const BLOCK_RESIDUES = 8192

/** Largest payload of a block: letters5 of a full one. */
export const MAX_PAYLOAD = 1 + (BLOCK_RESIDUES * 5) / 8

export const CODEC = {
  repeat: 0,
  dna2: 1,
  rna2: 2,
  dna2x: 3,
  rna2x: 4,
  iupac4: 5,
  letters5: 6,
} as const

const U = 85

/**
 * Encodes upper-case residues `[from, to)` (A-Z, 1 to {@link BLOCK_RESIDUES} of them) to `out` at
 * `position`, where at least {@link MAX_PAYLOAD} bytes are free.
 *
 * @returns Bytes written.
 */
export function encodeBlock(
  residues: Uint8Array,
  from: number,
  to: number,
  out: Uint8Array,
  position: number,
): number {
  if (isRepeat(residues, from, to)) {
    out[position] = CODEC.repeat
    out[position + 1] = residues[from]!
    return 2
  }
  const alphabet = encodeTwoBit(residues, from, to, out, position + 1)
  if (alphabet === 'other') return encodeOther(residues.subarray(from, to), out, position)
  out[position] = alphabet === 'dna' ? CODEC.dna2 : CODEC.rna2
  return 1 + Math.ceil((to - from) / 4)
}

/** Encodes residues that two bits each do not hold. */
function encodeOther(residues: Uint8Array, out: Uint8Array, position: number): number {
  const n = residues.length
  const fourBits = encodeBits.alphabetHolds(residues)
  const other = Math.ceil((n * (fourBits ? 4 : 5)) / 8)
  const rna = residues.includes(U)
  const size = encodeExceptions(residues, rna, other - 1, out, position + 1)
  if (size !== undefined) {
    out[position] = rna ? CODEC.rna2x : CODEC.dna2x
    return 1 + size
  }
  out[position] = fourBits ? CODEC.iupac4 : CODEC.letters5
  if (fourBits) encodeBits.four(residues, out, position + 1)
  else encodeBits.five(residues, out, position + 1)
  return 1 + other
}

/**
 * Decodes residues `[from, to)` of the block whose payload starts at byte `start` of `bytes` into
 * `out` at `position`. The payload must be what {@link encodeBlock} made (its CRC says so).
 */
export function decodeBlock(
  bytes: Uint8Array,
  start: number,
  from: number,
  to: number,
  out: Uint8Array,
  position: number,
): void {
  const codec = bytes[start]
  const data = start + 1
  switch (codec) {
    case CODEC.repeat:
      out.fill(bytes[data]!, position, position + to - from)
      return
    case CODEC.dna2:
    case CODEC.rna2:
      decodeTwoBit(bytes, data, codec === CODEC.rna2, from, to, out, position)
      return
    case CODEC.dna2x:
    case CODEC.rna2x:
      decodeExceptions(bytes, data, codec === CODEC.rna2x, from, to, out, position)
      return
    case CODEC.iupac4:
      decodeBits.four(bytes, data, from, to, out, position)
      return
    case CODEC.letters5:
      decodeBits.five(bytes, data, from, to, out, position)
      return
    default:
      throw new RangeError(`unknown codec ${codec}`)
  }
}

function isRepeat(residues: Uint8Array, from: number, to: number): boolean {
  const first = residues[from]
  for (let i = to - 1; i > from; i--) if (residues[i] !== first) return false
  return true
}
