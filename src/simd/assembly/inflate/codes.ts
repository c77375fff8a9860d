// Canonical Huffman codes (RFC 1951, 3.2.2). Where they are kept is their number, and then each code in 32 bits,
// from the shortest to the longest: its symbol in bits 0-8, its length in 9-12, and from 16 on its own bits as
// they are read, the first lowest.
import { LENGTHS, NEXT_CODES, NEXT_PLACES, scratch } from './scratch.ts'

const LONGEST: u32 = 15

/** What is no code. */
export const NONE: u32 = 0

export function symbolOf(code: u32): u32 {
  return code & 511
}

export function lengthOf(code: u32): u32 {
  return (code >> 9) & 15
}

export function bitsOf(code: u32): u32 {
  return code >> 16
}

export function firstOf(codes: usize): usize {
  return codes + 4
}

export function endOf(codes: usize): usize {
  return codes + 4 + 4 * <usize>load<u32>(codes)
}

/**
 * Makes the codes of symbols from their lengths.
 *
 * @param first - The first symbol's place among the lengths.
 * @returns Whether they use up all bits, or are of one symbol or none, as zlib takes them.
 */
export function makeCodes(first: usize, symbols: u32, codes: usize): bool {
  const lengths = scratch + LENGTHS + first
  const nextCodes = scratch + NEXT_CODES
  const nextPlaces = scratch + NEXT_PLACES
  memory.fill(nextCodes, 0, 64)
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    // Most of the 286 symbols do not occur in DNA: eight are passed over at a time.
    if (load<u64>(lengths + symbol) === 0) {
      symbol += 7
      continue
    }
    const ofLength = nextCodes + 4 * <usize>load<u8>(lengths + symbol)
    store<u32>(ofLength, load<u32>(ofLength) + 1)
  }
  let code: u32 = 0
  let place: u32 = 0
  for (let length: u32 = 1; length <= LONGEST; length++) {
    const ofLength = nextCodes + 4 * <usize>length
    const count = load<u32>(ofLength)
    code <<= 1
    if (code + count > (<u32>1) << length) return false
    store<u32>(ofLength, code)
    store<u32>(nextPlaces + 4 * <usize>length, place)
    code += count
    place += count
  }
  store<u32>(codes, place)
  for (let symbol: u32 = 0; symbol < symbols; symbol++) {
    if (load<u64>(lengths + symbol) === 0) {
      symbol += 7
      continue
    }
    const length = <u32>load<u8>(lengths + symbol)
    if (length === 0) continue
    const ofCode = nextCodes + 4 * <usize>length
    const ofPlace = nextPlaces + 4 * <usize>length
    const at = load<u32>(ofPlace)
    const own = load<u32>(ofCode)
    store<u32>(ofCode, own + 1)
    store<u32>(ofPlace, at + 1)
    store<u32>(
      firstOf(codes) + 4 * <usize>at,
      symbol | (length << 9) | (reversed(own, length) << 16),
    )
  }
  return code === 1 << LONGEST || place === 0 || (place === 1 && code === 1 << (LONGEST - 1))
}

function reversed(code: u32, length: u32): u32 {
  let word = code
  word = ((word >> 1) & 0x5555) | ((word & 0x5555) << 1)
  word = ((word >> 2) & 0x3333) | ((word & 0x3333) << 2)
  word = ((word >> 4) & 0x0f0f) | ((word & 0x0f0f) << 4)
  word = ((word >> 8) | (word << 8)) & 0xffff
  return word >> (16 - length)
}

/** Fills a table that has the first code of each sequence of `width` bits, or none. */
export function tabulate(codes: usize, table: usize, width: u32): void {
  const end = table + (4 << width)
  memory.fill(table, 0, end - table)
  for (let p = firstOf(codes), last = endOf(codes); p < last; p += 4) {
    const code = load<u32>(p)
    const length = lengthOf(code)
    if (length > width) return
    const step = (<usize>4) << length
    for (let to = table + 4 * <usize>bitsOf(code); to < end; to += step) store<u32>(to, code)
  }
}

/** The code that bits begin with, which may be longer than a table is wide. */
export function codeOf(bits: u64, codes: usize, table: usize, width: u32): u32 {
  const code = load<u32>(table + 4 * (<usize>bits & ((1 << width) - 1)))
  return code === NONE ? longCode(bits, codes) : code
}

/** The same without a table. The longest are tried first. */
export function longCode(bits: u64, codes: usize): u32 {
  for (let p = endOf(codes) - 4; p >= firstOf(codes); p -= 4) {
    const code = load<u32>(p)
    if ((<u32>bits & ((1 << lengthOf(code)) - 1)) === bitsOf(code)) return code
  }
  return NONE
}
