import { digestBlocks, LANES, STATE } from './md5-block.ts'

const BLOCK: usize = 64

/** What each lane's message ends with: up to two blocks, and as far as a store goes beyond. */
const TAIL_STRIDE: usize = 192
const TAILS = memory.data(3072, 16)

/** Of each lane, 32 bits: where its next block is, and how many are left there. */
const AT = memory.data(4 * LANES, 16)
const LEFT = memory.data(4 * LANES, 16)
/** How many blocks of its tail come after those; where its digest goes. */
const LAST = memory.data(4 * LANES, 16)
const OUT = memory.data(4 * LANES, 16)

/**
 * Digests messages that stand one after the other by MD5 (RFC 1321), sixteen at once: a lane takes the
 * next when its own ends. The last block or two of a message, with padding and length, are made apart
 * when it begins.
 *
 * @param base - From here on `start` and `ends` are counted, in bytes.
 * @param start - Where the first begins.
 * @param ends - Where they end, ascending: 32 bits each. Up to 64 bytes after the last end are read.
 * @param digests - Has place for 16 bytes each.
 */
export function md5(base: usize, start: usize, ends: usize, count: i32, digests: usize): void {
  const stop = ends + ((<usize>count) << 2)
  let from = base + start
  let next = ends
  let out = digests
  let running = min(count, LANES)
  for (let lane = 0; lane < LANES; lane++) {
    if (lane < running) {
      const end = base + load<u32>(next)
      begin(lane, from, end, out)
      from = end
      next += 4
      out += 16
    } else idle(lane)
  }
  while (running > 0) {
    digestBlocks(AT)
    for (let ended = advance(); ended !== 0; ended &= ended - 1) {
      const lane = ctz(ended)
      const last = load<u32>(ofLane(LAST, lane))
      if (last !== 0) beginTail(lane, last)
      else {
        writeDigest(lane)
        if (next < stop) {
          const end = base + load<u32>(next)
          begin(lane, from, end, out)
          from = end
          next += 4
          out += 16
        } else {
          idle(lane)
          running--
        }
      }
    }
  }
}

/** Goes on by a block, and returns the lanes that have none left, as bits. */
function advance(): i32 {
  let ended = 0
  for (let lane = 0; lane < LANES; lane += 4) {
    const at = ofLane(AT, lane)
    v128.store(at, i32x4.add(v128.load(at), i32x4.splat(<i32>BLOCK)))
    const left = ofLane(LEFT, lane)
    const rest = i32x4.sub(v128.load(left), i32x4.splat(1))
    v128.store(left, rest)
    ended |= i32x4.bitmask(i32x4.eq(rest, i32x4.splat(0))) << lane
  }
  return ended
}

/**
 * A lane for which there is no message goes through memory from place 0 on, to no end: of the others each
 * has at most one message left, which lies in the same memory.
 */
function idle(lane: i32): void {
  store<u32>(ofLane(AT, lane), 0)
  store<u32>(ofLane(LEFT, lane), 0)
}

function begin(lane: i32, from: usize, end: usize, out: usize): void {
  const length = end - from
  const last = makeTail(tailOf(lane), end, length)
  const state = stateOf(lane)
  // RFC 1321, section 3.3.
  store<u32>(state, 0x67452301)
  store<u32>(state, 0xefcdab89, 16)
  store<u32>(state, 0x98badcfe, 32)
  store<u32>(state, 0x10325476, 48)
  store<u32>(ofLane(OUT, lane), <u32>out)
  if (length < BLOCK) beginTail(lane, last)
  else {
    store<u32>(ofLane(AT, lane), <u32>from)
    store<u32>(ofLane(LEFT, lane), <u32>(length / BLOCK))
    store<u32>(ofLane(LAST, lane), last)
  }
}

/** Writes what follows the whole blocks of a message (RFC 1321, sections 3.1 and 3.2), and returns its blocks. */
function makeTail(tail: usize, end: usize, length: usize): u32 {
  const rest = length % BLOCK
  for (let i: usize = 0; i < BLOCK; i += 16) v128.store(tail + i, v128.load(end - rest + i))
  const padding = tail + rest
  v128.store(padding, i32x4(0x80, 0, 0, 0))
  for (let i: usize = 16; i < 2 * BLOCK; i += 16) v128.store(padding + i, i32x4.splat(0))
  const blocks: usize = rest < BLOCK - 8 ? 1 : 2
  store<u64>(tail + blocks * BLOCK - 8, (<u64>length) << 3)
  return <u32>blocks
}

function beginTail(lane: i32, blocks: u32): void {
  store<u32>(ofLane(AT, lane), <u32>tailOf(lane))
  store<u32>(ofLane(LEFT, lane), blocks)
  store<u32>(ofLane(LAST, lane), 0)
}

function writeDigest(lane: i32): void {
  const state = stateOf(lane)
  const out = <usize>load<u32>(ofLane(OUT, lane))
  for (let i: usize = 0; i < 4; i++) store<u32>(out + (i << 2), load<u32>(state + (i << 4)))
}

function ofLane(column: usize, lane: i32): usize {
  return column + ((<usize>lane) << 2)
}

function tailOf(lane: i32): usize {
  return TAILS + <usize>lane * TAIL_STRIDE
}

/** Where its A is; B, C and D follow 16 bytes apart. */
function stateOf(lane: i32): usize {
  return STATE + ((<usize>(lane >> 2)) << 6) + ((<usize>(lane & 3)) << 2)
}
