import { sortByPrefix } from '../radix-sort.ts'
import { HEAD_BYTES, type PairBuffer } from './pairs.ts'

/** Offsets up to which a comparing sort is the fastest. */
const FEW = 16

/** Sorts the offsets of pairs in place, by key; equal keys stay in the order of their offsets. */
export function sortByKey(pairs: PairBuffer, offsets: Uint32Array): void {
  sortFrom(pairs, offsets, 0)
}

/**
 * Sorts offsets, of which all keys have the same first `known` bytes, by the 32 bits that follow what the
 * keys have in common (a genome's 8 bytes, `ENSG000001`), and so again in each group of equal 32 bits.
 */
function sortFrom(pairs: PairBuffer, offsets: Uint32Array, known: number): void {
  const common = offsets.length > FEW ? commonBytes(pairs, offsets, known) : undefined
  if (common === undefined) {
    offsets.sort((a, b) => pairs.compare(a, pairs, b) || a - b)
    return
  }
  const prefixes = prefixesOf(pairs, offsets, common)
  sortByPrefix(prefixes, offsets)
  sortGroups(pairs, offsets, prefixes, common + 4)
}

// A function for each loop, with nothing behind it: else V8 gives its code up whenever it comes to the
// rest, 2,500 times for a million keys.

/** The 32 bits of each key behind what they have in common. */
function prefixesOf({ view }: PairBuffer, offsets: Uint32Array, common: number): Uint32Array {
  const prefixes = new Uint32Array(offsets.length)
  for (let i = 0; i < prefixes.length; i++) {
    prefixes[i] = view.getUint32(offsets[i]! + HEAD_BYTES + common)
  }
  return prefixes
}

/** Sorts those that have the same 32 bits. */
function sortGroups(
  pairs: PairBuffer,
  offsets: Uint32Array,
  prefixes: Uint32Array,
  known: number,
): void {
  for (let i = 0, next: number; i < prefixes.length; i = next) {
    const prefix = prefixes[i]!
    for (next = i + 1; next < prefixes.length && prefixes[next] === prefix; ) next++
    if (next > i + 1) sortFrom(pairs, offsets.subarray(i, next), known)
  }
}

/** How many first bytes all keys have in common; `undefined` when one has no four bytes more. */
function commonBytes(pairs: PairBuffer, offsets: Uint32Array, known: number): number | undefined {
  const shortest = shortestKey(pairs, offsets)
  const common = commonTo(pairs, offsets, known, shortest)
  return common + 4 <= shortest ? common : undefined
}

function shortestKey({ view }: PairBuffer, offsets: Uint32Array): number {
  let shortest = view.getUint32(offsets[0]!, true)
  for (let i = 1; i < offsets.length; i++) {
    shortest = Math.min(shortest, view.getUint32(offsets[i]!, true))
  }
  return shortest
}

/** How many of the first `most` bytes all keys have in common, of which `known` are. */
function commonTo(
  { bytes }: PairBuffer,
  offsets: Uint32Array,
  known: number,
  most: number,
): number {
  const first = offsets[0]! + HEAD_BYTES
  let common = most
  for (let k = 1; k < offsets.length; k++) {
    const key = offsets[k]! + HEAD_BYTES
    for (let i = known; i < common; i++) if (bytes[first + i] !== bytes[key + i]) common = i
  }
  return common
}
