// Entries of the tables that symbols.ts looks up, eight bytes each: what the next bits stand for, up to three literals
// and the match behind them. In DNA codes have three or four bits, so that ten bits are some two and a half codes,
// and most lengths and distances are looked up together. Of an entry are
//   bytes 0-1  the distance beyond 16, without what its last bits add; of one below 16 it wraps around
//   bytes 2-4  the literals
//   byte 5     how many bits it takes in all
//   byte 6     64 less how many of them, the last, add to the distance; 63 if none do
//   byte 7     in bits 0-1 how many literals there are, above them how many bytes of text in all
// Where the table has no answer, all bits are set, and bytes 0-1 if it has a length without a distance: no text goes
// back so far.
import {
  bitsOfDistance,
  bitsOfLength,
  END_OF_BLOCK,
  LAST_DISTANCE,
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

/** Bytes of one copy. What is nearer cannot be copied so, as the copy has to read what it writes. */
export const COPIED: usize = 16

/** Lengths of these symbols are one copy, and those that are told without a distance: an entry has room for 63. */
const LAST_COPIED: u32 = 267
const LAST_TOLD: u32 = 275

const ALL_LITERALS: u64 = 0xffffff << 16
const TWO_LITERALS: u64 = 0xffff << 16
const COUNT: u64 = 3 << 56
/** One literal, which is one byte of text. */
const LITERAL: u64 = 5 << 56

/** No match: 32 before is something of which nothing counts. */
const NOTHING: u64 = (32 - 16) | (63 << 48)

const NO_DISTANCE: u16 = 0xffff

/** A length behind whose code there are too few bits for the distance's, or which is more than one copy. */
const ALONE: u64 = <u64>NO_DISTANCE | (63 << 48)

const NO_ANSWER: u64 = -1

/** What a distance's code stands for; 0 if it is none. */
export function distanceEntry(code: u32): u64 {
  const symbol = symbolOf(code)
  if (code === NONE || symbol > LAST_DISTANCE) return 0
  const more = bitsOfDistance(symbol)
  const beyond = (leastDistance(symbol) - <u32>COPIED) & 0xffff
  return beyond | taking(lengthOf(code) + more) | ((<u64>(more === 0 ? 63 : 64 - more)) << 48)
}

/** @param bits - Those that the entry is for. */
export function distanceOf(entry: u64, bits: u64): usize {
  const least = (<usize>entry + COPIED) & 0xffff
  // Nothing is added to the first four.
  return least < 5 ? least : least + <usize>(rotr(bits, entry >> 40) >> (entry >> 48))
}

export function bitsTaken(entry: u64): u32 {
  return <u32>(entry >> 40) & 63
}

// Of an entry of the table these read its bytes one by one: registers are what decoding is short of.

/** Where the entry for the next bits is. */
export function entryFor(table: usize, bits: u64): usize {
  return table + 8 * (<usize>bits & ((1 << TABLE_BITS) - 1))
}

export function hasNoDistance(entry: usize): bool {
  return load<u16>(entry) === NO_DISTANCE
}

export function bitsAt(entry: usize): u64 {
  return load<u8>(entry, 5)
}

export function literalsAt(entry: usize): usize {
  return load<u8>(entry, 7) & 3
}

/**
 * Where the match is copied from.
 *
 * @param taken - The bits that the entry takes, the last of them on top.
 * @param behind - Where the match goes, behind the literals, less 16: then that need not be added here.
 */
export function sourceAt(entry: usize, taken: u64, behind: usize): usize {
  return behind - load<u16>(entry) - <usize>(taken >> <u64>load<u8>(entry, 6))
}

/**
 * Puts literals as four bytes and a match as sixteen: what is too much, the next overwrites.
 *
 * @param out - Where they go, less 16, as `behind`.
 * @returns Where the text goes on, less 16.
 */
export function putEntry(entry: usize, out: usize, behind: usize, source: usize): usize {
  store<u32>(out, load<u32>(entry, 2), COPIED)
  v128.store(behind, v128.load(source), COPIED)
  return out + (load<u8>(entry, 7) >> 2)
}

/** The length of a match whose distance is not in the entry; 0 when the table has no answer. */
export function lengthAlone(entry: u64): usize {
  return (entry & ALONE) === ALONE && entry !== NO_ANSWER ? <usize>(entry >> 58) : 0
}

function taking(bits: u32): u64 {
  return (<u64>bits) << 40
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
  memory.fill(table, <u8>NO_ANSWER, 8 << TABLE_BITS)
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
    else if (symbol > END_OF_BLOCK && symbol <= LAST_TOLD) combineLengths(to, symbol, length, width)
  }
}

function combineLiteral(first: usize, literal: u32, length: u32, rest: u32): void {
  const own = ((<u64>literal) << 16) | LITERAL | taking(length)
  if (rest === 0) {
    store<u64>(first, own + NOTHING)
    return
  }
  const owns = i64x2.splat(own)
  const alone = i64x2.splat(own + NOTHING)
  const literals = i64x2.splat(ALL_LITERALS)
  const two = i64x2.splat(TWO_LITERALS)
  const count = i64x2.splat(COUNT)
  const step = (<usize>8) << length
  let to = first
  let p = smaller(rest)
  for (const end = p + (8 << rest); p < end; p += 16) {
    const next = v128.load(p)
    const pushed = i64x2.shl(v128.and(next, two), 8)
    const together = i64x2.add(i64x2.add(pushed, v128.andnot(next, literals)), owns)
    const full = i64x2.eq(v128.and(next, count), count)
    const both = v128.bitselect(alone, together, full)
    v128.store64_lane(to, both, 0)
    v128.store64_lane(to + step, both, 1)
    to += 2 * step
  }
}

/** A code with each of the bits that may follow it to make a length. */
function combineLengths(first: usize, symbol: u32, ofCode: u32, width: u32): void {
  const length = ofCode + bitsOfLength(symbol)
  if (length > width) return
  const lengths: u32 = 1 << (length - ofCode)
  for (let more: u32 = 0; more < lengths; more++) {
    const own = taking(length) | ((<u64>(leastLength(symbol) + more)) << 58)
    const alone = width === TABLE_BITS ? own | ALONE : NOTHING
    const to = first + ((8 * <usize>more) << ofCode)
    combineLength(to, own, alone, length, width - length, symbol <= LAST_COPIED)
  }
}

function combineLength(
  first: usize,
  own: u64,
  alone: u64,
  length: u32,
  rest: u32,
  copied: bool,
): void {
  const step = (<usize>8) << length
  let to = first
  let p = scratch + DISTANCE_TABLE
  for (const end = p + (8 << rest); p < end; p += 8) {
    const distance = load<u64>(p)
    // Its code must fit, its other bits need not.
    const fits =
      copied && distance !== 0 && bitsTaken(distance) + (<u32>(distance >> 48) & 63) <= rest + 64
    store<u64>(to, select<u64>(distance + own, alone, fits))
    to += step
  }
}
