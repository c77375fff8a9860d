import { BLOCK, PACKED } from '../../simd/layout.ts'
import { alignedWith, residuesModule } from '../../simd/residues-module.ts'

const T = 84
const U = 85

/**
 * Packs up to a block of residues, four a byte.
 *
 * @returns The alphabet that gives them back: A C G T, A C G U, or neither. Then what is at `position`
 * is as it was.
 */
export function encodeTwoBit(
  residues: Uint8Array,
  out: Uint8Array,
  position: number,
): 'dna' | 'rna' | 'other' {
  const { bytes, pack } = residuesModule()
  const n = residues.length
  const block = alignedWith(residues, 0, BLOCK)
  bytes.set(residues, block)
  const alphabet = pack(block, n, PACKED, T) ? 'dna' : pack(block, n, PACKED, U) ? 'rna' : 'other'
  if (alphabet !== 'other') out.set(bytes.subarray(PACKED, PACKED + Math.ceil(n / 4)), position)
  return alphabet
}

/** Unpacks residues `[from, to)` of the block whose two-bit data starts at `data`. */
export function decodeTwoBit(
  payload: Uint8Array,
  data: number,
  rna: boolean,
  from: number,
  to: number,
  out: Uint8Array,
  position: number,
): void {
  const { bytes, unpack } = residuesModule()
  const first = from >> 2
  const count = ((to + 3) >> 2) - first
  bytes.set(payload.subarray(data + first, data + first + count), PACKED)
  unpack(PACKED, count, BLOCK, rna ? U : T)
  const start = BLOCK + (from & 3)
  out.set(bytes.subarray(start, start + to - from), position)
}
