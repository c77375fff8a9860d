import {
  BINARY,
  CARRIAGE_RETURN,
  LINE_FEED,
  LOWER_CASE,
  RESIDUE_CLASS,
} from '../digest/residues.ts'
import { FormatError } from './errors.ts'
import { describeForeign, FOREIGN_HEAD } from './foreign.ts'
import { isSpace, readHeaderLine, START_OF_HEADING } from './header-line.ts'

/** Pairs `start0, end0` in residues of the record, in order; none touches the next. */
type MaskRuns = readonly number[]

/** What the reader finds, in order: `record`, any number of `residues`, `end`; and so on. */
export type FastaEvent =
  | {
      readonly kind: 'record'
      /** Text after '>' up to the first white space; '' where there is none. */
      readonly name: string
      /** The rest of the header, trimmed. */
      readonly description: string
      /** 1-based line of the '>'. */
      readonly line: number
    }
  | {
      readonly kind: 'residues'
      /** Upper-case A-Z; a view that is valid until the next event. Never empty. */
      readonly residues: Uint8Array
      /** Lower-case runs that ended in this piece; one may have begun in an earlier piece. */
      readonly maskRuns: MaskRuns
    }
  | {
      readonly kind: 'end'
      /** Residues of the record. */
      readonly length: number
      /** Bytes that were neither residue nor line end. */
      readonly dropped: number
      /** Residues before the first of them that is no white space; `length` where none follow it. */
      readonly droppedAt: number
      /** The lower-case run that lasted to the end of the record, if there is one. */
      readonly maskRuns: MaskRuns
    }

/** Longest header, in bytes after the '>'. */
const MAX_HEADER = 1 << 20

const NOTHING = new Uint8Array(0)

const GREATER = 0x3e
const SEMICOLON = 0x3b
const SPACE = 0x20
const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]

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

/** Where a reader puts residues, each piece behind the last or in its place. */
export interface ResidueRoom {
  readonly bytes: Uint8Array
  /** The same memory. */
  readonly view: DataView
  /**
   * Makes room for up to `most` residues, at least for one. They are left alone until the event after
   * them.
   *
   * @returns Where in `bytes` it begins; it ends with them.
   */
  begin(most: number): number
}

/** Memory that is used again for each piece, as large as the largest. */
class OwnRoom implements ResidueRoom {
  bytes = new Uint8Array(0)
  view = new DataView(this.bytes.buffer)

  begin(most: number): number {
    if (this.bytes.length < most) {
      this.bytes = new Uint8Array(most)
      this.view = new DataView(this.bytes.buffer)
    }
    return 0
  }
}

type State = 'mark' | 'line' | 'blank' | 'foreign' | 'header' | 'comment' | 'sequence'

/**
 * Reads FASTA from pieces of any size, in memory bounded by the largest piece (and by a header's
 * 1 MiB). However the input is cut, the merged events are the same.
 *
 * Lines end with LF, CRLF or CR. Lines that begin with ';' are comments. Every byte of a sequence
 * line that is no letter is dropped and counted.
 */
export class FastaReader {
  #state: State = 'mark'
  /** 1-based number of the line that the next byte is on. */
  #line = 1
  /** The last byte was a CR: an LF now belongs to the same line end. */
  #afterReturn = false
  #marked = 0

  #header: Uint8Array[] = []
  #headerBytes = 0
  #headerLine = 0
  #foreign: number[] = []

  /** Name of the record at hand; `undefined` before the first. */
  #name: string | undefined
  #length = 0
  #dropped = 0
  #droppedAt = -1
  /** Where the lower-case run at hand began, or -1 outside of one. */
  #maskStart = -1

  readonly #room: ResidueRoom
  #piece: Uint8Array = NOTHING
  #pieceRuns: number[] = []

  constructor(room: ResidueRoom = new OwnRoom()) {
    this.#room = room
  }

  /**
   * Reads the next piece of the input.
   *
   * @throws {@link FormatError} on text before the first record, control characters, or a header
   * over 1 MiB. The reader is then of no further use.
   */
  *push(chunk: Uint8Array): Generator<FastaEvent, void, void> {
    let event: FastaEvent | undefined
    const take = (next: FastaEvent) => {
      event = next
      return false
    }
    for (let at = 0; at < chunk.length; ) {
      event = undefined
      at = this.read(chunk, at, take)
      if (event) yield event
    }
  }

  /**
   * As {@link FastaReader.push}, but events are handed over: a generator took as long as all else for
   * records of some hundred residues.
   *
   * @param take - Returns whether it takes more.
   * @returns How far it came: to the end of the chunk, unless `take` took no more.
   */
  read(chunk: Uint8Array, from: number, take: (event: FastaEvent) => boolean): number {
    const end = chunk.length
    const view = new DataView(chunk.buffer, chunk.byteOffset, end)
    let at = from
    while (at < end) {
      switch (this.#state) {
        case 'mark':
          at = this.#skipMark(chunk, at)
          break
        case 'line':
          if (this.#afterReturn) {
            this.#afterReturn = false
            if (chunk[at] === 0x0a) {
              at++
              break
            }
          }
          if (chunk[at] === GREATER) {
            this.#headerLine = this.#line
            this.#state = 'header'
            at++
            if (this.#name !== undefined && !take(this.#end())) return at
          } else if (chunk[at] === SEMICOLON) {
            this.#state = 'comment'
          } else {
            this.#state = this.#name === undefined ? 'blank' : 'sequence'
          }
          break
        case 'blank':
          at = this.#skipBlank(chunk, at)
          break
        case 'foreign':
          this.#foreign.push(chunk[at++]!)
          if (this.#foreign.length === FOREIGN_HEAD) this.#refuse()
          break
        case 'comment':
          at = this.#text(chunk, at)
          if (at < end) at = this.#lineEnd(chunk, at)
          break
        case 'header': {
          const start = at
          at = this.#text(chunk, at, start + MAX_HEADER - this.#headerBytes)
          this.#headerBytes += at - start
          if (at === end) this.#header.push(new Uint8Array(chunk.subarray(start)))
          else {
            this.#header.push(chunk.subarray(start, at))
            at = this.#lineEnd(chunk, at)
            if (!take(this.#record())) return at
          }
          break
        }
        case 'sequence': {
          at = this.#sequence(chunk, view, at)
          const residues = this.#piece
          if (residues.length === 0) break
          if (!take({ kind: 'residues', residues, maskRuns: this.#pieceRuns })) return at
        }
      }
    }
    return at
  }

  /**
   * Ends the input.
   *
   * @throws {@link FormatError} when it held no record.
   */
  *finish(): Generator<FastaEvent, void, void> {
    if (this.#foreign.length > 0) this.#refuse()
    if (this.#state === 'header') yield this.#record()
    if (this.#name === undefined) {
      throw new FormatError('there is no FASTA record; each begins with a line ">name"', {
        line: this.#line,
      })
    }
    yield this.#end()
  }

  /** A UTF-8 byte order mark; part of one is text that does not belong there. */
  #skipMark(chunk: Uint8Array, at: number): number {
    if (chunk[at] === BYTE_ORDER_MARK[this.#marked]) {
      if (++this.#marked === BYTE_ORDER_MARK.length) {
        this.#state = 'line'
        this.#marked = 0
      }
      return at + 1
    }
    this.#foreign = BYTE_ORDER_MARK.slice(0, this.#marked)
    this.#state = this.#marked > 0 ? 'foreign' : 'line'
    return at
  }

  /** White space before the first record. */
  #skipBlank(chunk: Uint8Array, from: number): number {
    let at = from
    while (at < chunk.length && isSpace(chunk[at]!)) at++
    if (at === chunk.length) return at
    if (isLineEnd(chunk[at]!)) return this.#lineEnd(chunk, at)
    this.#state = 'foreign'
    return at
  }

  #refuse(): never {
    throw new FormatError(describeForeign(Uint8Array.from(this.#foreign)), { line: this.#line })
  }

  /** Position of the line end, or of the end of the chunk; no text may stand at `limit`. */
  #text(chunk: Uint8Array, from: number, limit = chunk.length): number {
    const stop = Math.min(chunk.length, limit)
    let at = from
    for (; at < stop; at++) {
      const type = CLASS[chunk[at]!]!
      if (type > NOT_TEXT) continue
      if (type === LF || type === CR) return at
      if (type === NOT_TEXT && chunk[at] !== START_OF_HEADING) this.#binary(chunk[at]!)
    }
    if (at < chunk.length && !isLineEnd(chunk[at]!)) {
      throw new FormatError(
        'the header is longer than 1 MiB; shorten it, if this is FASTA at all',
        {
          line: this.#line,
        },
      )
    }
    return at
  }

  #binary(byte: number): never {
    const code = byte.toString(16).padStart(2, '0')
    throw new FormatError(
      `there is a control character (0x${code}): the file looks binary or is damaged; give a text file, plain or compressed with gzip or bgzip`,
      { line: this.#line, record: this.#state === 'header' ? undefined : this.#name },
    )
  }

  #lineEnd(chunk: Uint8Array, at: number): number {
    this.#line++
    this.#afterReturn = chunk[at] === 0x0d
    this.#state = 'line'
    return at + 1
  }

  #record(): FastaEvent {
    const { name, description } = readHeaderLine(joined(this.#header))
    this.#header = []
    this.#headerBytes = 0
    this.#name = name
    this.#length = 0
    this.#dropped = 0
    this.#droppedAt = -1
    this.#maskStart = -1
    return { kind: 'record', name, description, line: this.#headerLine }
  }

  #end(): FastaEvent {
    const maskRuns = this.#maskStart < 0 ? [] : [this.#maskStart, this.#length]
    const length = this.#length
    const droppedAt = this.#droppedAt < 0 ? length : this.#droppedAt
    return { kind: 'end', length, dropped: this.#dropped, droppedAt, maskRuns }
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
  #sequence(chunk: Uint8Array, input: DataView, from: number): number {
    const start = this.#room.begin(chunk.length - from)
    const { bytes: room, view: output } = this.#room
    const end = Math.min(chunk.length, from + room.length - start)
    /** What is added to a place in the room to make it one in the record. */
    const base = this.#length - start
    const runs: number[] = []
    const lastEight = end - 8
    const lastFour = end - 4
    let lines = 0
    let dropped = 0
    let maskStart = this.#maskStart
    let at = from
    let out = start
    let kind = maskStart < 0 ? FOUR_UPPER : FOUR_LOWER
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
        lines++
        if (type === CR && chunk[at] === 0x0a) at++
        if (at === chunk.length || chunk[at] === GREATER || chunk[at] === SEMICOLON) {
          this.#state = 'line'
          this.#afterReturn = at === chunk.length && type === CR && byte === chunk[at - 1]
          break
        }
      } else if (type === NOT_TEXT) {
        this.#line += lines
        this.#binary(byte)
      } else {
        dropped++
        if (byte > SPACE && this.#droppedAt < 0) this.#droppedAt = base + out
      }
    }
    this.#line += lines
    this.#length += out - start
    this.#dropped += dropped
    this.#maskStart = maskStart
    this.#piece = out > start ? room.subarray(start, out) : NOTHING
    this.#pieceRuns = runs
    return at
  }
}

/** Has {@link CARRIED} set in each byte whose five bits are a letter's. */
function carriesOf(letters: number): number {
  return (letters + CARRY_FROM_1) ^ (letters + CARRY_FROM_27)
}

function joined(parts: readonly Uint8Array[]): Buffer {
  const [first] = parts
  return parts.length === 1 && first
    ? Buffer.from(first.buffer, first.byteOffset, first.length)
    : Buffer.concat(parts)
}

function isLineEnd(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d
}
