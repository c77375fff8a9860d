import {
  AFTER_RETURN,
  AT_BINARY,
  AT_LINE_START,
  CHANGES,
  CLASSES,
  LAST_CHANGE,
  RESULT,
} from '../layout.ts'

/** Classes of bytes that are no residue, as in digest/residues.ts. */
const LINE_FEED: u32 = 1
const CARRIAGE_RETURN: u32 = 2
const BINARY: u32 = 4
const LOWER_CASE: u32 = 0x80

const LF: u32 = 0x0a
const SPACE: u32 = 0x20
const SEMICOLON: u32 = 0x3b
const GREATER: u32 = 0x3e

/**
 * Cleans sequence lines: letters are written to `room` in upper case, the rest goes. Sixteen bytes are
 * taken at once while all are letters, and where an LF follows letters, those before it.
 *
 * {@link RESULT} then has the bytes read, residues, changes of case, line ends, bytes dropped, residues
 * before the first of them that is no white space or -1, and why it stopped.
 *
 * @param stop - Bytes `[from, stop)` are cleaned; those up to `end` are there to be looked at.
 * @param room - Has place for as many bytes as are cleaned.
 * @param lower - 1 when the letter before was in lower case.
 */
export function clean(from: usize, stop: usize, end: usize, room: usize, lower: u32): void {
  const lastVector: usize = stop - 16
  const lastChange: usize = LAST_CHANGE
  let at = from
  let out = room
  let change: usize = CHANGES
  let ends = 0
  let dropped = 0
  let droppedAt: i32 = -1
  let why = 0
  let lineStart = from
  while (at < stop && change <= lastChange) {
    while (at <= lastVector && change <= lastChange) {
      const bytes = v128.load(at)
      // All 16 have place: what is written so far is no more than what was read.
      v128.store(out, v128.and(bytes, i8x16.splat(~0x20)))
      const letters = i8x16.bitmask(isLetter(bytes))
      // The bit of the case becomes the highest of its byte.
      const cases = i8x16.bitmask(i16x8.shl(bytes, 2))
      const changes = (cases ^ ((cases << 1) | lower)) & 0xffff
      if (letters === 0xffff) {
        if (changes !== 0) {
          change = noteChanges(change, changes, out - room)
          lower = cases >> 15
        }
        at += 16
        out += 16
        continue
      }
      const count = ctz(~letters)
      const own = changes & ((1 << count) - 1)
      if (own !== 0) {
        change = noteChanges(change, own, out - room)
        lower ^= popcnt(own) & 1
      }
      at += count
      out += count
      if (!endsLine(at, end)) break
      const length = at - lineStart
      const lines = length < 16 ? 0 : cleanLines(at + 1, stop, end, out, length, lower)
      ends += 1 + <i32>lines
      out += lines * length
      at += 1 + lines * (length + 1)
      lineStart = at
    }
    if (at >= stop || change > lastChange) break
    const byte = <u32>load<u8>(at++)
    const type = <u32>load<u8>(byte, CLASSES)
    if (type > BINARY) {
      if (type >> 7 !== lower) {
        change = noteChanges(change, 1, out - room)
        lower ^= 1
      }
      store<u8>(out++, type & ~LOWER_CASE)
    } else if (type === LINE_FEED || type === CARRIAGE_RETURN) {
      ends++
      const isPair = type === CARRIAGE_RETURN && at < end && load<u8>(at) === LF
      if (isPair) at++
      if (at === end || beginsNoLine(load<u8>(at))) {
        why = AT_LINE_START
        if (at === end && type === CARRIAGE_RETURN && !isPair) why |= AFTER_RETURN
        break
      }
    } else if (type === BINARY) {
      why = AT_BINARY
      break
    } else {
      dropped++
      if (byte > SPACE && droppedAt < 0) droppedAt = <i32>(out - room)
    }
  }
  store<u32>(RESULT, <u32>(at - from))
  store<u32>(RESULT, <u32>(out - room), 4)
  store<u32>(RESULT, <u32>(change - CHANGES) >> 2, 8)
  store<u32>(RESULT, ends, 12)
  store<u32>(RESULT, dropped, 16)
  store<i32>(RESULT, droppedAt, 20)
  store<i32>(RESULT, why, 24)
}

/**
 * Cleans lines that are as long as the one before, letters of one case and an LF, as most are: what is done with the
 * next does not wait for where each of them ends. 1 Gb in lines of 60 takes 0.045 s of one case, and 0.09 with a change
 * in every third line, as in a soft-masked genome; without this, 0.14 and 0.18.
 *
 * @param length - At least 16.
 * @returns How many there are.
 */
function cleanLines(
  from: usize,
  stop: usize,
  end: usize,
  room: usize,
  length: usize,
  lower: u32,
): usize {
  const first = i8x16.splat(0x41 + <u8>(lower << 5))
  let lines: usize = 0
  let at = from
  let out = room
  for (let lf = from + length; lf < stop && endsLine(lf, end); lf += length + 1) {
    const last = lf - 16
    let farthest = i8x16.splat(0)
    for (; at < last; at += 16) {
      const bytes = v128.load(at)
      v128.store(out, v128.and(bytes, i8x16.splat(~0x20)))
      farthest = i8x16.max_u(farthest, i8x16.sub(bytes, first))
      out += 16
    }
    const bytes = v128.load(last)
    out -= at - last
    v128.store(out, v128.and(bytes, i8x16.splat(~0x20)))
    farthest = i8x16.max_u(farthest, i8x16.sub(bytes, first))
    if (v128.any_true(i8x16.gt_u(farthest, i8x16.splat(25)))) break
    out += 16
    at = lf + 1
    lines++
  }
  return lines
}

/** Whether there is an LF, and a line of residues behind it. */
function endsLine(at: usize, end: usize): bool {
  return load<u8>(at) === LF && at + 1 < end && !beginsNoLine(load<u8>(at + 1))
}

/** Has all bits set in the bytes that are letters of either case. */
function isLetter(bytes: v128): v128 {
  const fromA = i8x16.sub(v128.or(bytes, i8x16.splat(0x20)), i8x16.splat(0x61))
  return i8x16.le_u(fromA, i8x16.splat(25))
}

/** Whether a line that begins with it holds no residues: a header or a comment. */
function beginsNoLine(byte: u32): bool {
  return byte === GREATER || byte === SEMICOLON
}

/** Notes a place for each bit that is set, and returns where the next is noted. */
function noteChanges(change: usize, bits: i32, place: usize): usize {
  let next = change
  for (let rest = bits; rest !== 0; rest &= rest - 1) {
    store<u32>(next, <u32>place + ctz(rest))
    next += 4
  }
  return next
}
