// The bits of deflate data, the lowest of each byte first (RFC 1951, 3.1.1).

/** Bits that were read and not taken; above the `count` that are counted may be some of the next byte. */
export let bits: u64 = 0
export let count: u32 = 0
/** The first byte that none of the counted bits is of. */
export let next: usize = 0

/** Goes on from there. */
export function useBits(b: u64, c: u32, n: usize): void {
  bits = b
  count = c
  next = n
}

/** Reads as much as fits: there are 56 bits at least, of whatever lies behind the data in the end. */
export function refill(): void {
  bits |= load<u64>(next) << count
  next += (63 - count) >> 3
  count |= 56
}

/** Takes `size` bits, fewer than 32, that must have been read. */
export function take(size: u32): u32 {
  const value = <u32>bits & ((1 << size) - 1)
  skip(size)
  return value
}

/** Drops bits that must have been read. */
export function skip(size: u32): void {
  bits >>= size
  count -= size
}

/** Drops what is left of a byte, and goes on with the next. */
export function startByte(): void {
  next -= count >> 3
  bits = 0
  count = 0
}

/** How many bytes have been taken of. */
export function taken(from: usize): usize {
  return next - (count >> 3) - from
}
