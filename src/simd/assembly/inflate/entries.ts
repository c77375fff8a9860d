// Entries of the tables that symbols.ts looks up, 64 bits each: what the next bits stand for, up to three literals
// and the match behind them. In DNA codes have three or four bits, so that ten bits are some two and a half codes,
// and most lengths and distances are looked up together. Of an entry are
//   bits 0-5    how many bits it takes in all
//   bits 6-11   how many of them are codes: the others are the last of the distance
//   bits 12-13  how many literals there are
//   bits 14-18  the length of the match, 0 for none
//   bits 20-39  the distance, without what its last bits add
//   bits 40-63  the literals, the first lowest
// Where the table has no answer, all bits are set: no text goes back so far.
import {
  bitsOfDistance,
  END_OF_BLOCK,
  LAST_DISTANCE,
  LONGER,
  leastDistance,
  leastLength,
} from './alphabet.ts'
import { bitsOf, endOf, firstOf, lengthOf, NONE, symbolOf } from './codes.ts'
import {
  DISTANCE_BITS,
  DISTANCE_TABLE,
  DISTANCES,
  LITERALS,
  SMALLER_TABLES,
  scratch,
  TABLE,
  TABLE_BITS,
} from './scratch.ts'

const LITERAL: u64 = 1 << 12
const LITERALS_MASK: u64 = 3 << 12
const LITERALS_PLACE: u64 = 40
const BELOW_LITERALS: u64 = (1 << LITERALS_PLACE) - 1

/** No match: at this distance is something of which nothing counts. */
const NOTHING: u64 = 32 << 20

/** What a distance's code stands for; 0 if it is none. */
export function distanceEntry(code: u32): u64 {
  const symbol = symbolOf(code)
  if (code === NONE || symbol > LAST_DISTANCE) return 0
  return taking(lengthOf(code), bitsOfDistance(symbol)) | ((<u64>leastDistance(symbol)) << 20)
}

/** How many bits an entry takes. */
export function bitsTaken(entry: u64): u32 {
  return <u32>entry & 63
}

/** The literals of an entry, as they are in memory. */
export function literalsOf(entry: u64): u32 {
  return <u32>(entry >> LITERALS_PLACE)
}

export function literalCount(entry: u64): usize {
  return <usize>((entry >> 12) & 3)
}

/** 0 if there is no match. */
export function matchLength(entry: u64): usize {
  return <usize>((entry >> 14) & 31)
}

/** @param bits - Those that the entry is for. */
export function distanceOf(entry: u64, bits: u64): usize {
  return <usize>((entry >> 20) & 0xfffff) + <usize>((bits & ~(-1 << entry)) >> (entry >> 6))
}

function taking(ofCodes: u32, more: u32): u64 {
  return <u64>((ofCodes + more) | (ofCodes << 6))
}

/** Makes the tables of the codes of a block. */
export function makeTables(): void {
  tabulateDistances()
  // Behind a literal as many bits are left as its code does not take, and no code is shorter than the first.
  const shortest = lengthOf(load<u32>(firstOf(scratch + LITERALS)))
  for (let width: u32 = 0; width + shortest <= TABLE_BITS; width++) {
    const table = smaller(width)
    const end = table + (8 << width)
    for (let to = table; to < end; to += 8) store<u64>(to, NOTHING)
    combine(table, width)
  }
  const table = scratch + TABLE
  memory.fill(table, 0xff, 8 << TABLE_BITS)
  combine(table, TABLE_BITS)
}

/** The table for `width` bits, of which an entry may take fewer, or none. */
function smaller(width: u32): usize {
  return scratch + SMALLER_TABLES + (8 << width)
}

function tabulateDistances(): void {
  const table = scratch + DISTANCE_TABLE
  const end = table + (8 << DISTANCE_BITS)
  memory.fill(table, 0, end - table)
  const codes = scratch + DISTANCES
  for (let p = firstOf(codes), last = endOf(codes); p < last; p += 4) {
    const code = load<u32>(p)
    const length = lengthOf(code)
    if (length > DISTANCE_BITS) return
    const entry = distanceEntry(code)
    const step = (<usize>8) << length
    for (let to = table + 8 * <usize>bitsOf(code); to < end; to += step) store<u64>(to, entry)
  }
}

/** Puts each code together with what may follow it in the rest of the bits. */
function combine(table: usize, width: u32): void {
  const codes = scratch + LITERALS
  for (let p = firstOf(codes), last = endOf(codes); p < last; p += 4) {
    const code = load<u32>(p)
    const length = lengthOf(code)
    if (length > width) return
    const symbol = symbolOf(code)
    const to = table + 8 * <usize>bitsOf(code)
    if (symbol < END_OF_BLOCK) combineLiteral(to, symbol, length, width - length)
    else if (symbol > END_OF_BLOCK && symbol < LONGER) {
      combineLength(to, leastLength(symbol), length, width - length)
    }
  }
}

function combineLiteral(first: usize, literal: u32, length: u32, rest: u32): void {
  const own = ((<u64>literal) << LITERALS_PLACE) | LITERAL | taking(length, 0)
  const alone = own + NOTHING
  const step = (<usize>8) << length
  let to = first
  let p = smaller(rest)
  for (const end = p + (8 << rest); p < end; p += 8) {
    const next = load<u64>(p)
    const together =
      ((next >> LITERALS_PLACE) << (LITERALS_PLACE + 8)) + ((next & BELOW_LITERALS) + own)
    const full = (next & LITERALS_MASK) === LITERALS_MASK
    store<u64>(to, select<u64>(alone, together, full))
    to += step
  }
}

function combineLength(first: usize, match: u32, length: u32, rest: u32): void {
  const own = taking(length, 0) | <u64>(match << 14)
  const step = (<usize>8) << length
  let to = first
  let p = scratch + DISTANCE_TABLE
  for (const end = p + (8 << rest); p < end; p += 8) {
    const distance = load<u64>(p)
    if (distance !== 0 && ((distance >> 6) & 63) <= <u64>rest) store<u64>(to, distance + own)
    to += step
  }
}
