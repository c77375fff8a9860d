/** Fixed-width codecs: four bits for nucleotides with IUPAC codes, five for any of A-Z. */

const NUCLEOTIDES = 'ACGTUNRYSWKMBDHV'

const LETTER = new TextEncoder().encode(NUCLEOTIDES)

const NOT_A_NUCLEOTIDE = 0xff
const CODE = new Uint8Array(256).fill(NOT_A_NUCLEOTIDE)
LETTER.forEach((letter, code) => {
  CODE[letter] = code
})

export const encodeBits = {
  /** Whether four bits hold every residue. */
  alphabetHolds(residues: Uint8Array): boolean {
    for (let i = 0; i < residues.length; i++) {
      if (CODE[residues[i]!] === NOT_A_NUCLEOTIDE) return false
    }
    return true
  },

  four(residues: Uint8Array, out: Uint8Array, position: number): void {
    for (let i = 0, o = position; i < residues.length; i += 2) {
      const high = i + 1 < residues.length ? CODE[residues[i + 1]!]! : 0
      out[o++] = CODE[residues[i]!]! | (high << 4)
    }
  },

  five(residues: Uint8Array, out: Uint8Array, position: number): void {
    let o = position
    let bits = 0
    let held = 0
    for (let i = 0; i < residues.length; i++) {
      bits |= (residues[i]! - 65) << held
      held += 5
      if (held >= 8) {
        out[o++] = bits & 255
        bits >>= 8
        held -= 8
      }
    }
    if (held > 0) out[o] = bits
  },
}

export const decodeBits = {
  four(
    payload: Uint8Array,
    data: number,
    from: number,
    to: number,
    out: Uint8Array,
    position: number,
  ): void {
    for (let i = from, o = position; i < to; i++) {
      out[o++] = LETTER[(payload[data + (i >> 1)]! >> (4 * (i & 1))) & 15]!
    }
  },

  five(
    payload: Uint8Array,
    data: number,
    from: number,
    to: number,
    out: Uint8Array,
    position: number,
  ): void {
    for (let i = from, o = position; i < to; i++) {
      const bit = 5 * i
      const at = data + (bit >> 3)
      // The last byte may be missing only when its bits are not needed: undefined shifts to 0.
      const pair = payload[at]! | ((payload[at + 1] ?? 0) << 8)
      out[o++] = 65 + ((pair >> (bit & 7)) & 31)
    }
  },
}
