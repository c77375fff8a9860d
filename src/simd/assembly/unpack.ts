/**
 * Unpacks bytes of four residues each, sixteen at once: a table of the letters of the low two bits of
 * four, one of those of the high two, and what they give is brought in order.
 *
 * @param count - Bytes; up to 15 more are read, and four times as many written.
 * @param last - What 11 stands for: T or U.
 */
export function unpack(from: usize, count: usize, out: usize, last: u32): void {
  const four = i8x16.replace_lane(i32x4.splat(0x00474341), 3, <i8>last)
  const low = i32x4.splat(i32x4.extract_lane(four, 0))
  const high = i8x16.shuffle(low, low, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 2, 2, 3, 3, 3, 3)
  const end = from + count
  let to = out
  for (let at = from; at < end; at += 16) {
    const bytes = v128.load(at)
    const first = v128.and(bytes, i8x16.splat(0x0f))
    const second = v128.and(i16x8.shr_u(bytes, 4), i8x16.splat(0x0f))
    const a = i8x16.swizzle(low, first)
    const b = i8x16.swizzle(high, first)
    const c = i8x16.swizzle(low, second)
    const d = i8x16.swizzle(high, second)
    const ab = lowBytes(a, b)
    const cd = lowBytes(c, d)
    v128.store(to, i16x8.shuffle(ab, cd, 0, 8, 1, 9, 2, 10, 3, 11))
    v128.store(to, i16x8.shuffle(ab, cd, 4, 12, 5, 13, 6, 14, 7, 15), 16)
    const AB = highBytes(a, b)
    const CD = highBytes(c, d)
    v128.store(to, i16x8.shuffle(AB, CD, 0, 8, 1, 9, 2, 10, 3, 11), 32)
    v128.store(to, i16x8.shuffle(AB, CD, 4, 12, 5, 13, 6, 14, 7, 15), 48)
    to += 64
  }
}

/** The first eight bytes of two, by turns. */
function lowBytes(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
}

/** The last eight. */
function highBytes(a: v128, b: v128): v128 {
  return i8x16.shuffle(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
}
