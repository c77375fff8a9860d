import {
  BINARY,
  CARRIAGE_RETURN,
  LINE_FEED,
  LOWER_CASE,
  RESIDUE_CLASS,
} from '../digest/residues.ts'
import type { ResidueRoom } from './residue-room.ts'

/** What a line begins with that is none of a sequence: a header, or a comment. */
export const GREATER = 0x3e
export const SEMICOLON = 0x3b

const SPACE = 0x20
const NOTHING = new Uint8Array(0)

// An imported binding is read anew at each use, one of this module once: the loop over residues
// gained about a tenth by these.
const CLASS = RESIDUE_CLASS
const LF = LINE_FEED
const CR = CARRIAGE_RETURN
const LOWER = LOWER_CASE
const NOT_TEXT = BINARY

/** In each of four bytes: the bits that are the same in all letters of a case, and the other five. */
const KIND_OF_4 = 0xe0e0e0e0 | 0
const LETTER_OF_4 = 0x1f1f1f1f
const ANY_CASE_OF_4 = 0xc0c0c0c0 | 0
const CASE_OF_4 = 0x20202020
const FOUR_UPPER = 0x40404040
const FOUR_LOWER = 0x60606060

/**
 * Five bits are a letter's, 1 to 26, where adding 31 carries into the sixth and adding 5 does not.
 */
const CARRY_FROM_1 = 0x1f1f1f1f
const CARRY_FROM_27 = 0x05050505
const CARRIED = 0x20202020

/** The residues of a record: cleans its lines, and counts what it finds. */
export class SequenceLines {
  readonly #room: ResidueRoom
  /** Of the record so far: residues; bytes dropped; residues before the first dropped that is no white space, or -1. */
  length = 0
  dropped = 0
  droppedAt = -1
  /** Where the lower-case run at hand began, or -1 outside of one. */
  maskStart = -1
  /** Of the last piece: its residues, the lower-case runs that ended in it, the line ends in it. */
  residues: Uint8Array = NOTHING
  maskRuns: readonly number[] = []
  ends = 0
  /** Whether it ended where a line begins; and whether the last byte was a CR, to which an LF may belong. */
  atLineStart = false
  afterReturn = false
  /** The control character at which it ended. */
  binary: number | undefined

  constructor(room: ResidueRoom) {
    this.#room = room
  }

  /** Begins a record. */
  begin(): void {
    this.length = 0
    this.dropped = 0
    this.droppedAt = -1
    this.maskStart = -1
  }

  /**
   * Cleans sequence lines up to a line that is none, to the end of the chunk, or until there is no
   * room left.
   *
   * Eight bytes are tested by arithmetic and written at once while their case stays the same, four
   * where it changes; line ends and the rest go byte by byte. Over 250 Mb in lines of 60, half of it
   * lower case, this took 0.12 s; 0.14 when changes of case went byte by byte, 0.17 with a table
   * look-up for each two bytes, 0.17 too when whole lines of a known width were tried at once.
   */
  clean(chunk: Uint8Array, input: DataView, from: number): number {
    const start = this.#room.begin(chunk.length - from)
    const { bytes: room, view: output } = this.#room
    const end = Math.min(chunk.length, from + room.length - start)
    /** What is added to a place in the room to make it one in the record. */
    const base = this.length - start
    const runs: number[] = []
    const lastEight = end - 8
    const lastFour = end - 4
    let ends = 0
    let dropped = 0
    let maskStart = this.maskStart
    let at = from
    let out = start
    let kind = maskStart < 0 ? FOUR_UPPER : FOUR_LOWER
    this.atLineStart = false
    cleaning: while (at < end) {
      while (at <= lastEight) {
        const first = input.getInt32(at, true)
        const second = input.getInt32(at + 4, true)
        if (((first ^ kind) | (second ^ kind)) & KIND_OF_4) break
        const a = first & LETTER_OF_4
        const b = second & LETTER_OF_4
        if ((carriesOf(a) & carriesOf(b) & CARRIED) !== CARRIED) break
        output.setInt32(out, a | FOUR_UPPER, true)
        output.setInt32(out + 4, b | FOUR_UPPER, true)
        out += 8
        at += 8
      }
      while (at <= lastFour) {
        const word = input.getInt32(at, true)
        const letters = word & LETTER_OF_4
        if ((word ^ FOUR_UPPER) & ANY_CASE_OF_4 || (carriesOf(letters) & CARRIED) !== CARRIED) break
        output.setInt32(out, letters | FOUR_UPPER, true)
        const others = (word ^ kind) & CASE_OF_4
        if (others !== 0) {
          // Where the case is another than that of the letter before.
          for (let changes = others ^ (others << 8); changes !== 0; changes &= changes - 1) {
            const place = base + out + ((31 - Math.clz32(changes & -changes)) >> 3)
            if (maskStart < 0) maskStart = place
            else {
              runs.push(maskStart, place)
              maskStart = -1
            }
          }
          kind = maskStart < 0 ? FOUR_UPPER : FOUR_LOWER
        }
        out += 4
        at += 4
        if (others !== 0) continue cleaning
      }
      if (at === end) break
      const byte = chunk[at++]!
      const type = CLASS[byte]!
      if (type > NOT_TEXT) {
        if (type < LOWER !== maskStart < 0) {
          if (maskStart < 0) maskStart = base + out
          else {
            runs.push(maskStart, base + out)
            maskStart = -1
          }
          kind = maskStart < 0 ? FOUR_UPPER : FOUR_LOWER
        }
        room[out++] = type & ~LOWER
      } else if (type === LF || type === CR) {
        ends++
        if (type === CR && chunk[at] === 0x0a) at++
        if (at === chunk.length || chunk[at] === GREATER || chunk[at] === SEMICOLON) {
          this.atLineStart = true
          this.afterReturn = at === chunk.length && type === CR && byte === chunk[at - 1]
          break
        }
      } else if (type === NOT_TEXT) {
        this.binary = byte
        break
      } else {
        dropped++
        if (byte > SPACE && this.droppedAt < 0) this.droppedAt = base + out
      }
    }
    this.ends = ends
    this.length += out - start
    this.dropped += dropped
    this.maskStart = maskStart
    this.residues = out > start ? room.subarray(start, out) : NOTHING
    this.maskRuns = runs
    return at
  }
}

/** Has {@link CARRIED} set in each byte whose five bits are a letter's. */
function carriesOf(letters: number): number {
  return (letters + CARRY_FROM_1) ^ (letters + CARRY_FROM_27)
}
