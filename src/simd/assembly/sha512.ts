const BLOCK: usize = 128

/** Constants of the 80 rounds and, behind them, the state at the beginning, which JavaScript puts there. */
const CONSTANTS = memory.data(8 * 88, 16)
const INITIAL = CONSTANTS + 8 * 80
const STATE = memory.data(8 * 8, 16)
const WORDS = memory.data(8 * 80, 16)
/** The last block or two of a message, with padding and length. */
const TAIL = memory.data(256, 16)

/** Where the constants belong. */
export function constants(): usize {
  return CONSTANTS
}

/**
 * Digests a message by SHA-512 (FIPS 180-4), and puts the first 24 bytes of it to `out`. Up to 8 bytes behind
 * the message are read.
 */
export function sha512(from: usize, count: usize, out: usize): void {
  // Words, not memory.copy and memory.fill: each of these is a call out of V8's code.
  for (let i: usize = 0; i < 64; i += 8) store<u64>(STATE + i, load<u64>(INITIAL + i))
  const end = from + count
  let at = from
  for (; at + BLOCK <= end; at += BLOCK) digestBlock(at)
  const rest = end - at
  const size: usize = rest < 112 ? BLOCK : 2 * BLOCK
  let i: usize = 0
  for (; i + 8 <= rest; i += 8) store<u64>(TAIL + i, load<u64>(at + i))
  const mark: u64 = 0x80 << (8 * (<u64>rest & 7))
  store<u64>(TAIL + i, (load<u64>(at + i) & ((mark >> 7) - 1)) | mark)
  for (i += 8; i < size; i += 8) store<u64>(TAIL + i, 0)
  store<u64>(TAIL + size - 8, bswap<u64>(8 * <u64>count))
  digestBlock(TAIL)
  if (size > BLOCK) digestBlock(TAIL + BLOCK)
  for (let i: usize = 0; i < 24; i += 8) store<u64>(out + i, bswap<u64>(load<u64>(STATE + i)))
}

function digestBlock(from: usize): void {
  for (let i: usize = 0; i < 128; i += 8) store<u64>(WORDS + i, bswap<u64>(load<u64>(from + i)))
  for (let i: usize = WORDS + 128; i < WORDS + 640; i += 8) {
    const before = load<u64>(i - 120)
    const last = load<u64>(i - 16)
    store<u64>(
      i,
      load<u64>(i - 128) +
        (rotr(before, 1) ^ rotr(before, 8) ^ (before >> 7)) +
        load<u64>(i - 56) +
        (rotr(last, 19) ^ rotr(last, 61) ^ (last >> 6)),
    )
  }
  let a = load<u64>(STATE)
  let b = load<u64>(STATE, 8)
  let c = load<u64>(STATE, 16)
  let d = load<u64>(STATE, 24)
  let e = load<u64>(STATE, 32)
  let f = load<u64>(STATE, 40)
  let g = load<u64>(STATE, 48)
  let h = load<u64>(STATE, 56)
  // Four rounds at once: what moves on by one place in each has come round by half.
  for (let i: usize = 0; i < 640; i += 32) {
    h = first(h, e, f, g, i)
    d += h
    h = second(h, a, b, c)
    g = first(g, d, e, f, i + 8)
    c += g
    g = second(g, h, a, b)
    f = first(f, c, d, e, i + 16)
    b += f
    f = second(f, g, h, a)
    e = first(e, b, c, d, i + 24)
    a += e
    e = second(e, f, g, h)
    let held = a
    a = e
    e = held
    held = b
    b = f
    f = held
    held = c
    c = g
    g = held
    held = d
    d = h
    h = held
  }
  add(0, a)
  add(8, b)
  add(16, c)
  add(24, d)
  add(32, e)
  add(40, f)
  add(48, g)
  add(56, h)
}

/** The first sum of a round. */
function first(h: u64, e: u64, f: u64, g: u64, at: usize): u64 {
  const turned = rotr(e, 14) ^ rotr(e, 18) ^ rotr(e, 41)
  return h + turned + (g ^ (e & (f ^ g))) + load<u64>(CONSTANTS + at) + load<u64>(WORDS + at)
}

/** What is added to it for the first word. */
function second(sum: u64, a: u64, b: u64, c: u64): u64 {
  return sum + (rotr(a, 28) ^ rotr(a, 34) ^ rotr(a, 39)) + ((a & (b | c)) | (b & c))
}

function add(at: usize, value: u64): void {
  store<u64>(STATE + at, load<u64>(STATE + at) + value)
}
