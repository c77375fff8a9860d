/**
 * Block codecs. A block is up to {@link BLOCK_RESIDUES} residues, encoded by the tightest of:
 *
 * | id | codec | payload after the id byte |
 * |---|---|---|
 * | 0 | repeat | the residue |
 * | 1 | dna2 | ceil(n/4) bytes, first residue in the low bits, A C G T; then exceptions |
 * | 2 | rna2 | the same with A C G U |
 * | 3 | iupac4 | ceil(n/2) bytes, first residue in the low bits |
 * | 4 | letters5 | ceil(5n/8) bytes, little-endian bit order |
 *
 * Exceptions are runs in ascending order: varint gap since the end of the last run, varint
 * `(length - 1) * 2 + changed`, then the residue if `changed` (at first it is N). The number of
 * residues is known to the reader and not stored.
 */
import { decodeBits, encodeBits } from './bits.ts'
import { applyExceptions, encodeExceptions } from './exceptions.ts'
import { decodeTwoBit, encodeTwoBit } from './two-bit.ts'

/**
 * Residues a block. 8,192 keeps directory and CRC at 0.01 bits a base, which a chromosome with
 * more N than bases needs to stay below 2.05 (human Y: 8,192 gives 2.02, 4,096 gave 2.05), and a
 * small range still reads only 2 KiB.
 */
export const BLOCK_RESIDUES = 8192

/** Largest payload of a block: letters5 of a full one. */
export const MAX_PAYLOAD = 1 + (BLOCK_RESIDUES * 5) / 8

const CODEC = { repeat: 0, dna2: 1, rna2: 2, iupac4: 3, letters5: 4 } as const

const U = 85

/**
 * Encodes upper-case residues (A-Z, 1 to {@link BLOCK_RESIDUES} of them) to `out` at `position`,
 * where at least {@link MAX_PAYLOAD} bytes are free.
 *
 * @returns Bytes written.
 */
export function encodeBlock(residues: Uint8Array, out: Uint8Array, position: number): number {
  const n = residues.length
  if (isRepeat(residues)) {
    out[position] = CODEC.repeat
    out[position + 1] = residues[0]!
    return 2
  }
  const twoBits = Math.ceil(n / 4)
  if (encodeTwoBit(residues, out, position + 1)) {
    out[position] = CODEC.dna2
    return 1 + twoBits
  }
  const rna = residues.includes(U)
  const fourBits = encodeBits.alphabetHolds(residues)
  const other = Math.ceil((n * (fourBits ? 4 : 5)) / 8)
  const exceptions = encodeExceptions(residues, rna, other - twoBits)
  if (exceptions) {
    out[position] = rna ? CODEC.rna2 : CODEC.dna2
    encodeTwoBit(residues, out, position + 1)
    out.set(exceptions, position + 1 + twoBits)
    return 1 + twoBits + exceptions.length
  }
  out[position] = fourBits ? CODEC.iupac4 : CODEC.letters5
  if (fourBits) encodeBits.four(residues, out, position + 1)
  else encodeBits.five(residues, out, position + 1)
  return 1 + other
}

/**
 * Decodes residues `[from, to)` of a block of `n` residues into `out` at `position`. The payload
 * must be what {@link encodeBlock} made (its CRC says so).
 */
export function decodeBlock(
  payload: Uint8Array,
  n: number,
  from: number,
  to: number,
  out: Uint8Array,
  position: number,
): void {
  switch (payload[0]) {
    case CODEC.repeat:
      out.fill(payload[1]!, position, position + to - from)
      return
    case CODEC.dna2:
    case CODEC.rna2: {
      const rna = payload[0] === CODEC.rna2
      const exceptions = 1 + Math.ceil(n / 4)
      decodeTwoBit(payload, 1, rna, from, to, out, position)
      if (exceptions < payload.length) {
        applyExceptions(payload, exceptions, from, to, out, position)
      }
      return
    }
    case CODEC.iupac4:
      decodeBits.four(payload, 1, from, to, out, position)
      return
    case CODEC.letters5:
      decodeBits.five(payload, 1, from, to, out, position)
      return
    default:
      throw new RangeError(`unknown codec ${payload[0]}`)
  }
}

function isRepeat(residues: Uint8Array): boolean {
  const first = residues[0]
  for (let i = residues.length - 1; i > 0; i--) if (residues[i] !== first) return false
  return true
}
