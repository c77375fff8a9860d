// The headers of deflate blocks (RFC 1951, 3.2.3 to 3.2.7).
import { bits, count, placeOfNext, refill, skip, take, useByte, usePlace } from './bits.ts'
import { codeOf, lengthOf, makeCodes, NONE, symbolOf, tabulate } from './codes.ts'
import { makeTables } from './entries.ts'
import {
  DISTANCES,
  FIRST_CODE,
  LENGTHS,
  LITERALS,
  scratch,
  TABLE_BITS,
  useScratch,
} from './scratch.ts'
import { DAMAGED, Stream, scratchOf } from './stream.ts'

/** Kinds of blocks (RFC 1951, 3.2.3). */
const STORED: u32 = 0
const FIXED: u32 = 1
const DYNAMIC: u32 = 2

const MOST_LITERALS: u32 = 286
const MOST_DISTANCES: u32 = 30

/** Reads the header of a deflate block, and all of one that is not compressed. */
export function startBlock(s: Stream): void {
  useScratch(scratchOf(s))
  usePlace(s.place)
  s.last = take(1) === 1
  const kind = take(2)
  if (kind === STORED) copyStored(s)
  else {
    s.inside = kind === FIXED ? fixedCodes() : kind === DYNAMIC && readCodes()
    if (!s.inside) s.out = DAMAGED
  }
  s.place = placeOfNext()
}

/** A block that is not compressed (RFC 1951, 3.2.4). */
function copyStored(s: Stream): void {
  const header = (<usize>placeOfNext() + 7) >> 3
  const length = <usize>load<u16>(header)
  const complement = <usize>load<u16>(header, 2)
  const from = header + 4
  const fits = from + length <= s.end && s.out + length <= s.stop
  if ((length ^ complement) !== 0xffff || !fits) {
    s.out = DAMAGED
    return
  }
  memory.copy(s.out, from, length)
  s.out += length
  useByte(from + length)
}

/** The codes that need not be told (RFC 1951, 3.2.6). */
function fixedCodes(): bool {
  const lengths = scratch + LENGTHS
  memory.fill(lengths, 8, 144)
  memory.fill(lengths + 144, 9, 112)
  memory.fill(lengths + 256, 7, 24)
  memory.fill(lengths + 280, 8, 8)
  memory.fill(lengths + 288, 5, 32)
  return makeAll(288, 32)
}

/** Reads the codes of a block (RFC 1951, 3.2.7). Returns whether they are codes. */
function readCodes(): bool {
  refill()
  const literals = take(5) + 257
  const distances = take(5) + 1
  const symbols = take(4) + 4
  if (literals > MOST_LITERALS || distances > MOST_DISTANCES) return false
  const lengths = scratch + LENGTHS
  memory.fill(lengths, 0, 24)
  refill()
  for (let i: u32 = 0; i < symbols; i++) {
    if (count < 3) refill()
    store<u8>(lengths + orderedLength(i), take(3))
  }
  return (
    makeCodes(0, 19, scratch + LITERALS) &&
    readLengths(literals + distances) &&
    makeAll(literals, distances)
  )
}

/** The lengths of codes in the order of their use: 16, 17, 18, 0, 8, 7, 9, 6, 10 and on to 1, 15. */
function orderedLength(i: u32): u32 {
  if (i < 3) return 16 + i
  if (i === 3) return 0
  const step = (i - 3) >> 1
  return i & 1 ? 8 - step : 8 + step
}

function readLengths(symbols: u32): bool {
  const lengths = scratch + LENGTHS
  const table = scratch + FIRST_CODE
  tabulate(scratch + LITERALS, table, 7)
  for (let i: u32 = 0; i < symbols; ) {
    refill()
    const code = codeOf(bits, scratch + LITERALS, table, 7)
    if (code === NONE) return false
    skip(lengthOf(code))
    const symbol = symbolOf(code)
    if (symbol < 16) {
      store<u8>(lengths + i++, symbol)
      continue
    }
    if (symbol === 16 && i === 0) return false
    const value = symbol === 16 ? load<u8>(lengths + i - 1) : 0
    const times = symbol === 16 ? 3 + take(2) : symbol === 17 ? 3 + take(3) : 11 + take(7)
    if (i + times > symbols) return false
    memory.fill(lengths + i, value, times)
    i += times
  }
  return true
}

function makeAll(literals: u32, distances: u32): bool {
  const known =
    makeCodes(0, literals, scratch + LITERALS) &&
    makeCodes(literals, distances, scratch + DISTANCES)
  if (!known) return false
  tabulate(scratch + LITERALS, scratch + FIRST_CODE, TABLE_BITS)
  makeTables()
  return true
}
