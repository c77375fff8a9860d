import { decoder, PACKED as IN, UNPACKED } from '../../simd/decoder.ts'
import { encoder, placeOf } from '../../simd/encoder.ts'
import { BLOCK, PACKED } from '../../simd/layout.ts'
import { alignedWith } from '../../simd/wasm.ts'

const T = 84
const U = 85

/**
 * Packs up to a block of residues, `[start, end)`, four a byte.
 *
 * @returns The alphabet that gives them back: A C G T, A C G U, or neither. Then what is at `position`
 * is of no use.
 */
export function encodeTwoBit(
  residues: Uint8Array,
  start: number,
  end: number,
  out: Uint8Array,
  position: number,
): 'dna' | 'rna' | 'other' {
  const { bytes, pack } = encoder()
  const n = end - start
  const own = placeOf(residues)
  const from = own < 0 ? alignedWith(residues, start, BLOCK) : own + start
  if (own < 0) bytes.set(residues.subarray(start, end), from)
  const place = placeOf(out)
  const to = place < 0 ? alignedWith(out, position, PACKED) : place + position
  const alphabet = pack(from, n, to, T) ? 'dna' : pack(from, n, to, U) ? 'rna' : 'other'
  if (place < 0 && alphabet !== 'other') {
    out.set(bytes.subarray(to, to + ((n + 3) >> 2)), position)
  }
  return alphabet
}

/** Residues from which the decoder is faster: 200 take 80 ns instead of 160, 20 would take 75 instead of 25. */
const MANY = 48

/** The letters of the four codes. */
const DNA = Buffer.from('ACGT')
const RNA = Buffer.from('ACGU')

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
  if (to - from < MANY) {
    const letters = rna ? RNA : DNA
    for (let i = from, o = position; i < to; i++) {
      out[o++] = letters[(payload[data + (i >> 2)]! >> (2 * (i & 3))) & 3]!
    }
    return
  }
  const { bytes, unpack } = decoder()
  const first = from >> 2
  const count = ((to + 3) >> 2) - first
  bytes.set(payload.subarray(data + first, data + first + count), IN)
  unpack(IN, count, UNPACKED, rna ? U : T)
  const start = UNPACKED + (from & 3)
  out.set(bytes.subarray(start, start + to - from), position)
}
