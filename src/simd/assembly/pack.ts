const T: u32 = 0x54

/** Residues after which it is looked whether all were of the four: what is none ends the try. */
const TRIED: usize = 512

/** The letter that has these low four bits; where there is none, a byte that has others. */
const DNA = i8x16(-1, 0x41, -1, 0x43, 0x54, -1, -1, 0x47, -1, -1, -1, -1, -1, -1, -1, 0)
const RNA = i8x16(-1, 0x41, -1, 0x43, -1, 0x55, -1, 0x47, -1, -1, -1, -1, -1, -1, -1, 0)

/**
 * Packs residues that are A, C, G and `last`, four a byte, the first in the low bits.
 *
 * @param last - T or U.
 * @returns Whether all of them were; if not, the bytes at `out` are of no use.
 */
export function pack(from: usize, count: usize, out: usize, last: u32): bool {
  const letters = last === T ? DNA : RNA
  const end = from + count
  let at = from
  let to = out
  while (at + 64 <= end) {
    const stop = min(end, at + TRIED)
    let differing = i64x2.splat(0)
    while (at + 64 <= stop) {
      const a = v128.load(at)
      const b = v128.load(at, 16)
      const c = v128.load(at, 32)
      const d = v128.load(at, 48)
      const ab = v128.or(differences(a, letters), differences(b, letters))
      const cd = v128.or(differences(c, letters), differences(d, letters))
      differing = v128.or(differing, v128.or(ab, cd))
      v128.store(to, narrow(gather(a), gather(b), gather(c), gather(d)))
      at += 64
      to += 16
    }
    if (v128.any_true(differing)) return false
  }
  while (at + 16 <= end) {
    const a = v128.load(at)
    if (v128.any_true(differences(a, letters))) return false
    const word = gather(a)
    store<u32>(to, i32x4.extract_lane(narrow(word, word, word, word), 0))
    at += 16
    to += 4
  }
  for (; at < end; to++) {
    const stop = min(end, at + 4)
    let byte: u32 = 0
    for (let shift: u32 = 0; at < stop; at++, shift += 2) {
      const letter = <u32>load<u8>(at)
      if (letter !== 0x41 && letter !== 0x43 && letter !== 0x47 && letter !== last) return false
      byte |= (((letter >> 1) ^ (letter >> 2)) & 3) << shift
    }
    store<u8>(to, byte)
  }
  return true
}

/** Has bits set in the bytes that are none of the letters. */
function differences(bytes: v128, letters: v128): v128 {
  return v128.xor(bytes, i8x16.swizzle(letters, v128.and(bytes, i8x16.splat(0x0f))))
}

/**
 * Brings the codes of each four letters together in the low byte of 32 bits. Bits 1 and 2 of a letter
 * tell it from the other three: they are 00 in A, 01 in C, 10 in T and U, 11 in G, of which the last two
 * change places.
 */
function gather(bytes: v128): v128 {
  const swapped = v128.xor(i16x8.shr_u(bytes, 1), i16x8.shr_u(bytes, 2))
  const codes = v128.and(swapped, i8x16.splat(3))
  const pairs = v128.or(codes, i16x8.shr_u(codes, 6))
  const quads = v128.or(pairs, i32x4.shr_u(pairs, 12))
  return v128.and(quads, i32x4.splat(0xff))
}

/** The low bytes of 16 words. */
function narrow(a: v128, b: v128, c: v128, d: v128): v128 {
  return i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_u(a, b), i16x8.narrow_i32x4_u(c, d))
}
