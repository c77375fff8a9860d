import { bitsOfLength, END_OF_BLOCK, LAST_LENGTH, leastLength } from './alphabet.ts'
import { bits, refill, skip, take } from './bits.ts'
import { longCode, NONE, symbolOf, takeCode } from './codes.ts'
import {
  bitsAt,
  bitsTaken,
  COPIED,
  distanceEntry,
  distanceOf,
  entryFor,
  lengthAlone,
  literalsAt,
  putEntry,
  sourceAt,
} from './entries.ts'
import {
  DISTANCE_BITS,
  DISTANCE_TABLE,
  DISTANCES,
  FIRST_CODE,
  LITERALS,
  SCRATCH_BYTES,
  scratch,
  TABLE,
  TABLE_BITS,
} from './scratch.ts'
import { Stream, scratchOf } from './stream.ts'

/** Bytes that are decoded one symbol at a time first: an entry without a match reads as far before. */
const FIRST: usize = 32

/** Two entries are of 46 bits at most, so that they are taken of 57, and add at most as many bytes. */
const TAKEN: usize = 6
const ADDED: usize = 2 * (3 + 16)

/** Pairs of entries that need neither more bits than there are nor more room. */
export function pairsWithin(s: Stream, out: usize, from: usize): usize {
  if (out < s.start + FIRST || out + ADDED + COPIED > s.stop || from > s.end) return 0
  return min((s.stop - COPIED - out) / ADDED, (s.end - from) / TAKEN)
}

/** Of which stream the next symbol must be decoded alone. */
export const STUCK_FIRST: u32 = 1
export const STUCK_SECOND: u32 = 2

/**
 * Decodes pairs of entries, one of each stream after one of the other: an entry is found by what the one before it
 * leaves of the bits, which takes 22 cycles a pair; meanwhile the other stream's is decoded. 1.2 times as fast as
 * {@link decodeOne}. Written out, as Node 20 calls a function for each entry: 7 %.
 */
export function decodeTwo(s: Stream, t: Stream, pairs: usize): u32 {
  const table = scratchOf(s) + TABLE
  const tableT = table + SCRATCH_BYTES
  const start = s.start
  const startT = t.start
  let out = s.out - COPIED
  let outT = t.out - COPIED
  let place = placeOf(s)
  let placeT = placeOf(t)
  let stuck: u32 = 0
  for (let left = pairs; left !== 0; left--) {
    let b = load<u64>(place >> 3) >> (place & 7)
    let entry = entryFor(table, b)
    let taken = bitsAt(entry)
    let behind = out + literalsAt(entry)
    let source = sourceAt(entry, b, taken, behind)
    if (source < start) {
      stuck = STUCK_FIRST
      break
    }
    place += <u32>taken
    b >>= taken
    out = putEntry(entry, out, behind, source)
    entry = entryFor(table, b)
    taken = bitsAt(entry)
    behind = out + literalsAt(entry)
    source = sourceAt(entry, b, taken, behind)
    if (source < start) {
      stuck = STUCK_FIRST
      break
    }
    place += <u32>taken
    out = putEntry(entry, out, behind, source)

    b = load<u64>(placeT >> 3) >> (placeT & 7)
    entry = entryFor(tableT, b)
    taken = bitsAt(entry)
    behind = outT + literalsAt(entry)
    source = sourceAt(entry, b, taken, behind)
    if (source < startT) {
      stuck = STUCK_SECOND
      break
    }
    placeT += <u32>taken
    b >>= taken
    outT = putEntry(entry, outT, behind, source)
    entry = entryFor(tableT, b)
    taken = bitsAt(entry)
    behind = outT + literalsAt(entry)
    source = sourceAt(entry, b, taken, behind)
    if (source < startT) {
      stuck = STUCK_SECOND
      break
    }
    placeT += <u32>taken
    outT = putEntry(entry, outT, behind, source)
  }
  leave(s, out + COPIED, place)
  leave(t, outT + COPIED, placeT)
  return stuck
}

/** Decodes pairs of entries of one stream. Returns whether the next symbol must be decoded alone. */
export function decodeOne(s: Stream, pairs: usize): bool {
  const table = scratchOf(s) + TABLE
  const start = s.start
  let out = s.out - COPIED
  let place = placeOf(s)
  let left: usize = 2 * pairs
  for (; left !== 0; left--) {
    const b = load<u64>(place >> 3) >> (place & 7)
    const entry = entryFor(table, b)
    const taken = bitsAt(entry)
    const behind = out + literalsAt(entry)
    const source = sourceAt(entry, b, taken, behind)
    if (source < start) break
    place += <u32>taken
    out = putEntry(entry, out, behind, source)
  }
  leave(s, out + COPIED, place)
  return left !== 0
}

/** The place of the next bit: memory of 512 MiB has places of 32 bits. */
function placeOf(s: Stream): u32 {
  return 8 * <u32>s.next - s.count
}

function leave(s: Stream, out: usize, place: u32): void {
  s.out = out
  s.bits = <u64>load<u8>(place >> 3) >> (place & 7)
  s.count = 8 - (place & 7)
  s.next = (place >> 3) + 1
}

/** @returns Where the text ends then: where it was, at the end of the block; 0 when the data is damaged. */
export function putSymbol(s: Stream, out: usize): usize {
  refill()
  const entry = load<u64>(entryFor(scratch + TABLE, bits))
  const alone = lengthAlone(entry)
  if (alone !== 0) {
    skip(bitsTaken(entry))
    return putMatch(s, out, alone)
  }
  const code = takeCode(scratch + LITERALS, scratch + FIRST_CODE, TABLE_BITS)
  const symbol = symbolOf(code)
  if (symbol === END_OF_BLOCK) return out
  if (code === NONE || symbol > LAST_LENGTH) return 0
  if (symbol < END_OF_BLOCK) {
    if (out === s.stop) return 0
    store<u8>(out, symbol)
    return out + 1
  }
  const length = <usize>(leastLength(symbol) + take(bitsOfLength(symbol)))
  refill()
  return putMatch(s, out, length)
}

/** Takes the distance, and copies from there. */
function putMatch(s: Stream, out: usize, length: usize): usize {
  let entry = load<u64>(scratch + DISTANCE_TABLE + 8 * (<usize>bits & ((1 << DISTANCE_BITS) - 1)))
  if (entry === 0) entry = distanceEntry(longCode(scratch + DISTANCES))
  const distance = distanceOf(entry, bits)
  skip(bitsTaken(entry))
  if (entry === 0 || distance > out - s.start || length > s.stop - out) return 0
  const after = out + length
  if (distance >= COPIED && s.stop - after >= COPIED) {
    for (let to = out; to < after; to += COPIED) v128.store(to, v128.load(to - distance))
  } else for (let to = out; to < after; to++) store<u8>(to, load<u8>(to - distance))
  return after
}
