import { startBlock } from './header.ts'
import { DAMAGED, firstStream, Stream, secondStream, startNext, useBlocks } from './stream.ts'
import {
  decodeOne,
  decodeSingles,
  decodeTwo,
  pairsWithin,
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
 * @param packed - Up to 1 KiB behind the data is read.
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
  let pairs: usize = startNext(first) ? advance(first, false) : 0
  let others: usize = startNext(second) ? advance(second, false) : 0
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
  if (stuck) decodeSingles(s)
  do {
    while (s.inside) {
      const pairs = pairsWithin(s)
      if (pairs !== 0) return pairs
      decodeSingles(s)
    }
  } while (startAnother(s))
  return 0
}

/** Begins a deflate block, of the next BGZF block behind the last. Returns whether there is one. */
function startAnother(s: Stream): bool {
  if (s.place > 8 * <u32>s.end) s.out = DAMAGED
  if (s.last || s.out === DAMAGED) {
    store<i32>(s.length, s.out === DAMAGED ? -1 : <i32>(s.out - s.start))
    if (!startNext(s)) return false
  }
  startBlock(s)
  return true
}
