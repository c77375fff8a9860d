// The bits of deflate data, the lowest of each byte first (RFC 1951, 3.1.1).

/** Bits that were read and not taken; above the `count` that are counted may be some of the next byte. */
export let bits: u64 = 0
export let count: u32 = 0
/** The first byte that none of the counted bits is of. */
export let next: usize = 0

/** Goes on from a bit. All bits of memory are counted here: 512 MiB have as many as 32 bits count. */
export function usePlace(place: u32): void {
  bits = 0
  count = 0
  next = place >> 3
  refill()
  skip(place & 7)
}

/** The next bit. */
export function placeOfNext(): u32 {
  return 8 * <u32>next - count
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

/** Goes on with a byte. */
export function useByte(place: usize): void {
  bits = 0
  count = 0
  next = place
}
