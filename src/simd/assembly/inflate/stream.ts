import { SCRATCH_BYTES, STATE } from './scratch.ts'

/** What one BGZF block after the other is inflated with. Two of them are at work in turns. */
@unmanaged
export class Stream {
  /** Deflate data: its next bit, counted from the first of memory, and where it ends. */
  place: u32
  end: usize
  /** Text: where it began, where it goes on or {@link DAMAGED}, where its room ends. */
  start: usize
  out: usize
  stop: usize
  /** Where the length of the text is told. */
  length: usize
  /** Whether it is among the symbols of a deflate block, and whether that one is the last. */
  inside: bool
  last: bool
}

/** Where no text goes. */
export const DAMAGED: usize = 0

/** BGZF blocks that nobody has begun, of 16 bytes each: see {@link inflate}. */
let block: usize = 0
let blocksEnd: usize = 0
let packed: usize = 0
let text: usize = 0

export function useBlocks(blocks: usize, count: usize, from: usize, to: usize): void {
  block = blocks
  blocksEnd = blocks + 16 * count
  packed = from
  text = to
}

export function scratchOf(s: Stream): usize {
  return changetype<usize>(s) - STATE
}

/** @param work - Scratch for two. */
export function firstStream(work: usize): Stream {
  return changetype<Stream>(work + STATE)
}

export function secondStream(work: usize): Stream {
  return changetype<Stream>(work + SCRATCH_BYTES + STATE)
}

/** Begins another BGZF block. Returns whether there is one. */
export function startNext(s: Stream): bool {
  if (block === blocksEnd) return false
  const from = packed + load<u32>(block)
  s.place = 8 * <u32>from
  s.end = from + load<u32>(block, 4)
  s.start = text + load<u32>(block, 8)
  s.stop = s.start + load<u32>(block, 12)
  s.length = block + 12
  s.out = s.start
  s.inside = false
  s.last = false
  block += 16
  return true
}
