import { bitsOfLength, END_OF_BLOCK, LAST_LENGTH, leastLength } from './alphabet.ts'
import { codeOf, lengthOf, longCode, NONE, symbolOf } from './codes.ts'
import {
  bitsAt,
  bitsTaken,
  COPIED,
  distanceEntry,
  distanceOf,
  entryFor,
  hasNoDistance,
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
  TABLE,
  TABLE_BITS,
} from './scratch.ts'
import { DAMAGED, Stream, scratchOf } from './stream.ts'

/** Bytes that are decoded one symbol at a time first: an entry without a match reads as far before. */
const FIRST: usize = 32

/** Two entries are of 46 bits at most, so that they are taken of 57, and add at most as many bytes. */
const TAKEN: usize = 6
const ADDED: usize = 2 * (3 + 16)

/** Pairs of entries that need neither more bits than there are nor more room. */
export function pairsWithin(s: Stream): usize {
  const out = s.out
  const from = <usize>(s.place >> 3)
  if (out < s.start + FIRST || out + ADDED + COPIED > s.stop || from > s.end) return 0
  return min((s.stop - COPIED - out) / ADDED, (s.end - from) / TAKEN)
}

/** Of which stream the next symbol must be decoded alone. */
export const STUCK_FIRST: u32 = 1
export const STUCK_SECOND: u32 = 2

/**
 * Decodes pairs of entries, one of each stream after one of the other: an entry is found by what the one before it
 * leaves of the bits, for which the processor waits; meanwhile it is at the other stream. DNA at 1.4 GB/s, with
 * {@link decodeOne} alone at 0.9. It is written out, as Node 20 calls a function for each entry (7%), and by pairs, as
 * there are registers for one stream at a time: entry by entry it was 5% slower.
 *
 * @param t - The stream whose scratch is behind that of `s`.
 * @returns Of which stream the next symbol must be decoded alone, if of any.
 */
export function decodeTwo(s: Stream, t: Stream, pairs: usize): u32 {
  const table = scratchOf(s) + TABLE
  const tableT = table + SCRATCH_BYTES
  const start = s.start
  const startT = t.start
  let out = s.out - COPIED
  let outT = t.out - COPIED
  let place = s.place
  let placeT = t.place
  let stuck: u32 = 0
  for (let left = pairs; left !== 0; left--) {
    let b = load<u64>(place >> 3) >> (place & 7)
    let entry = entryFor(table, b)
    let taken = bitsAt(entry)
    b = rotr(b, taken)
    let behind = out + literalsAt(entry)
    let source = sourceAt(entry, b, behind)
    if (source < start) {
      stuck = STUCK_FIRST
      break
    }
    place += <u32>taken
    out = putEntry(entry, out, behind, source)
    entry = entryFor(table, b)
    taken = bitsAt(entry)
    b = rotr(b, taken)
    behind = out + literalsAt(entry)
    source = sourceAt(entry, b, behind)
    if (source < start) {
      stuck = STUCK_FIRST
      break
    }
    place += <u32>taken
    out = putEntry(entry, out, behind, source)

    b = load<u64>(placeT >> 3) >> (placeT & 7)
    entry = entryFor(tableT, b)
    taken = bitsAt(entry)
    b = rotr(b, taken)
    behind = outT + literalsAt(entry)
    source = sourceAt(entry, b, behind)
    if (source < startT) {
      stuck = STUCK_SECOND
      break
    }
    placeT += <u32>taken
    outT = putEntry(entry, outT, behind, source)
    entry = entryFor(tableT, b)
    taken = bitsAt(entry)
    b = rotr(b, taken)
    behind = outT + literalsAt(entry)
    source = sourceAt(entry, b, behind)
    if (source < startT) {
      stuck = STUCK_SECOND
      break
    }
    placeT += <u32>taken
    outT = putEntry(entry, outT, behind, source)
  }
  s.out = out + COPIED
  s.place = place
  t.out = outT + COPIED
  t.place = placeT
  return stuck
}

/** Decodes pairs of entries of one stream. Returns whether the next symbol must be decoded alone. */
export function decodeOne(s: Stream, pairs: usize): bool {
  const table = scratchOf(s) + TABLE
  const start = s.start
  let out = s.out - COPIED
  let place = s.place
  let left: usize = 2 * pairs
  for (; left !== 0; left--) {
    const b = load<u64>(place >> 3) >> (place & 7)
    const entry = entryFor(table, b)
    const taken = bitsAt(entry)
    const behind = out + literalsAt(entry)
    const source = sourceAt(entry, rotr(b, taken), behind)
    if (source < start) break
    place += <u32>taken
    out = putEntry(entry, out, behind, source)
  }
  s.out = out + COPIED
  s.place = place
  return left !== 0
}

/**
 * Decodes a symbol of any kind, and those behind it to which the table has no answer either: so it is with most long
 * matches. At the end of its deflate block a stream is inside no more.
 */
export function decodeSingles(s: Stream): void {
  if (takeSingles(s)) return
  s.out = DAMAGED
  s.inside = false
}

/** @returns Whether none is damaged. */
function takeSingles(s: Stream): bool {
  const tables = scratchOf(s)
  let out = s.out
  let place = s.place
  let b = load<u64>(place >> 3) >> (place & 7)
  let entry = entryFor(tables + TABLE, b)
  do {
    let length = lengthAlone(load<u64>(entry))
    let taken = <u32>bitsAt(entry)
    if (length === 0) {
      const code = codeOf(b, tables + LITERALS, tables + FIRST_CODE, TABLE_BITS)
      const symbol = symbolOf(code)
      taken = lengthOf(code)
      if (symbol > END_OF_BLOCK) {
        const more = bitsOfLength(symbol)
        length = leastLength(symbol) + (<u32>(b >> taken) & ((1 << more) - 1))
        taken += more
      } else if (symbol === END_OF_BLOCK) s.inside = false
      else if (out < s.stop) store<u8>(out++, symbol)
      else return false
      if (code === NONE || symbol > LAST_LENGTH) return false
    }
    place += taken
    if (length !== 0) {
      b >>= taken
      const match = matchFor(tables, b)
      const distance = distanceOf(match, b)
      if (match === 0 || distance > out - s.start || length > s.stop - out) return false
      place += bitsTaken(match)
      copyMatch(out, length, distance, s.stop)
      out += length
    }
    if (<usize>(place >> 3) > s.end) return false
    b = load<u64>(place >> 3) >> (place & 7)
    entry = entryFor(tables + TABLE, b)
  } while (s.inside && hasNoDistance(entry))
  s.out = out
  s.place = place
  return true
}

/** The entry of the distance that bits begin with, 0 if they begin with none. */
function matchFor(tables: usize, bits: u64): u64 {
  const table = tables + DISTANCE_TABLE
  const entry = load<u64>(table + 8 * (<usize>bits & ((1 << DISTANCE_BITS) - 1)))
  return entry === 0 ? distanceEntry(longCode(bits, tables + DISTANCES)) : entry
}

function copyMatch(out: usize, length: usize, distance: usize, stop: usize): void {
  const after = out + length
  if (distance >= COPIED && stop - after >= COPIED) {
    for (let to = out; to < after; to += COPIED) v128.store(to, v128.load(to - distance))
  } else for (let to = out; to < after; to++) store<u8>(to, load<u8>(to - distance))
}
