import { bitsOfLength, END_OF_BLOCK, LAST_LENGTH, leastLength } from './alphabet.ts'
import { bits, count, next, refill, skip, take, useBits } from './bits.ts'
import { longCode, NONE, symbolOf, takeCode } from './codes.ts'
import {
  bitsTaken,
  distanceEntry,
  distanceOf,
  literalCount,
  literalsOf,
  matchLength,
} from './entries.ts'
import {
  DISTANCE_BITS,
  DISTANCE_TABLE,
  DISTANCES,
  FIRST_CODE,
  LITERALS,
  scratch,
  TABLE,
  TABLE_BITS,
} from './scratch.ts'

/** Bytes of one copy. What is nearer cannot be copied so, as the copy has to read what it writes. */
const COPIED: usize = 16

/** Bytes that are decoded one symbol at a time first: an entry without a match has this distance. */
const FIRST: usize = 32

/** Two entries are of 46 bits at most, so that they are taken of 56, and add at most as many bytes. */
const TAKEN: usize = 6
const ADDED: usize = 2 * (3 + 10)

/**
 * Decodes the symbols of a block up to its end (RFC 1951, 3.2.3).
 *
 * @param from - Where the text goes on.
 * @param start - Where it began: no match is of anything before.
 * @param stop - Where its room ends.
 * @param end - Where the data ends.
 * @returns Where the text ends, 0 when the data is damaged.
 */
export function decodeSymbols(from: usize, start: usize, stop: usize, end: usize): usize {
  const table = scratch + TABLE
  const near = start + COPIED
  let out = from
  while (next <= end + 8) {
    let b = bits
    let c = count
    let p = next
    let pairs = out < start + FIRST ? 0 : pairsWithin(out, stop, p, end)
    // Twice the same, as Node 20 calls a function for each: 7 %. Literals are put as four bytes and a match as
    // sixteen, of which the next overwrites what is too much. One comparison finds a match that is too near, as
    // it wraps around, one from before the start, and that the table has no answer.
    for (; pairs !== 0; pairs--) {
      b |= load<u64>(p) << c
      p += 7 - ((c >> 3) & 7)
      c |= 56
      let entry = load<u64>(table + 8 * (<usize>b & ((1 << TABLE_BITS) - 1)))
      let distance = distanceOf(entry, b)
      let behind = out + literalCount(entry)
      if (distance - COPIED > behind - near) break
      store<u32>(out, literalsOf(entry))
      v128.store(behind, v128.load(behind - distance))
      out = behind + matchLength(entry)
      b >>= entry
      c -= <u32>entry
      entry = load<u64>(table + 8 * (<usize>b & ((1 << TABLE_BITS) - 1)))
      distance = distanceOf(entry, b)
      behind = out + literalCount(entry)
      if (distance - COPIED > behind - near) break
      store<u32>(out, literalsOf(entry))
      v128.store(behind, v128.load(behind - distance))
      out = behind + matchLength(entry)
      b >>= entry
      c -= <u32>entry
    }
    // Only the low six bits of the count are right: shifts look at no others.
    useBits(b, c & 63, p)
    if (pairs === 0 && out >= start + FIRST && pairsWithin(out, stop, p, end) !== 0) continue
    const before = out
    out = putSymbol(out, start, stop)
    if (out === 0) return 0
    if (out === before) return out
  }
  return 0
}

/** Pairs of entries that need neither more bits than there are nor more room. */
function pairsWithin(out: usize, stop: usize, from: usize, end: usize): usize {
  if (out + ADDED + COPIED > stop || from > end) return 0
  return min((stop - COPIED - out) / ADDED, (end - from) / TAKEN)
}

/** @returns Where the text ends then: where it was, at the end of the block; 0 when the data is damaged. */
function putSymbol(out: usize, start: usize, stop: usize): usize {
  refill()
  const code = takeCode(scratch + LITERALS, scratch + FIRST_CODE, TABLE_BITS)
  const symbol = symbolOf(code)
  if (symbol === END_OF_BLOCK) return out
  if (code === NONE || symbol > LAST_LENGTH) return 0
  if (symbol < END_OF_BLOCK) {
    if (out === stop) return 0
    store<u8>(out, symbol)
    return out + 1
  }
  const length = <usize>(leastLength(symbol) + take(bitsOfLength(symbol)))
  refill()
  let entry = load<u64>(scratch + DISTANCE_TABLE + 8 * (<usize>bits & ((1 << DISTANCE_BITS) - 1)))
  if (entry === 0) entry = distanceEntry(longCode(scratch + DISTANCES))
  const distance = distanceOf(entry, bits)
  skip(bitsTaken(entry))
  if (entry === 0 || distance > out - start || length > stop - out) return 0
  const after = out + length
  if (distance >= COPIED && stop - after >= COPIED) {
    for (let to = out; to < after; to += COPIED) v128.store(to, v128.load(to - distance))
  } else for (let to = out; to < after; to++) store<u8>(to, load<u8>(to - distance))
  return after
}
