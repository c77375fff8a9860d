import { bits, count, next, taken, useBits } from './bits.ts'
import { startBlock } from './header.ts'
import { useScratch } from './scratch.ts'
import { firstStream, Stream, scratchOf, secondStream, startNext, useBlocks } from './stream.ts'
import {
  decodeOne,
  decodeTwo,
  pairsWithin,
  putSymbol,
  STUCK_FIRST,
  STUCK_SECOND,
} from './symbols.ts'

/**
 * Inflates the deflate data (RFC 1951) of BGZF blocks, two at a time. It tells data that is damaged from data that
 * is not in most cases only: whoever calls it compares a checksum.
 *
 * @param blocks - Four numbers of 32 bits for each: where its data begins behind `packed`, how many bytes it has,
 *   where its text goes behind `text`, and the room there, up to 64 KiB. The last becomes the length of the text,
 *   -1 when the data is damaged or the room too little.
 * @param packed - Up to 16 bytes behind the data are read.
 * @param text - From 64 KiB on.
 * @param work - 64 KiB to work with.
 */
export function inflate(
  blocks: usize,
  count: usize,
  packed: usize,
  text: usize,
  work: usize,
): void {
  useBlocks(blocks, count, packed, text)
  const first = firstStream(work)
  const second = secondStream(work)
  let pairs = startNext(first) ? advance(first, false) : 0
  let others = startNext(second) ? advance(second, false) : 0
  while (pairs !== 0 && others !== 0) {
    const stuck = decodeTwo(first, second, min(pairs, others))
    pairs = advance(first, stuck === STUCK_FIRST)
    others = advance(second, stuck === STUCK_SECOND)
  }
  while (pairs !== 0) pairs = advance(first, decodeOne(first, pairs))
  while (others !== 0) others = advance(second, decodeOne(second, others))
}

/**
 * Does all that is not done by pairs of entries: single symbols, headers, and the step to another BGZF block.
 *
 * @param stuck - Whether the next symbol is single.
 * @returns For how many pairs it is ready; 0 when there are no more blocks.
 */
function advance(s: Stream, stuck: bool): usize {
  if (!stuck && s.inside) {
    const pairs = pairsWithin(s, s.out, s.next)
    if (pairs !== 0) return pairs
  }
  let pairs = goOn(s, stuck)
  while (pairs === 0 && startNext(s)) pairs = goOn(s, false)
  return pairs
}

/** The same within a BGZF block. Returns 0 at its end. */
function goOn(s: Stream, stuck: bool): usize {
  useScratch(scratchOf(s))
  useBits(s.bits, s.count, s.next)
  let out = s.out
  let single = stuck
  while (out !== 0) {
    if (!s.inside) {
      if (taken(s.from) > s.end - s.from) out = 0
      else if (s.last) break
      else out = startBlock(s, out)
      continue
    }
    const pairs: usize = single ? 0 : pairsWithin(s, out, next)
    if (pairs !== 0) {
      s.out = out
      s.bits = bits
      s.count = count
      s.next = next
      return pairs
    }
    single = false
    if (next > s.end + 8) out = 0
    else {
      const before = out
      out = putSymbol(s, out)
      s.inside = out !== before
    }
  }
  store<i32>(s.length, out === 0 ? -1 : <i32>(out - s.start))
  return 0
}
