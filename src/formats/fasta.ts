import { BINARY, CARRIAGE_RETURN, LINE_FEED, RESIDUE_CLASS } from '../digest/residues.ts'
import { FormatError } from './errors.ts'
import type { FastaEvent } from './fasta-event.ts'
import { eventSink, type FastaSink } from './fasta-sink.ts'
import { describeForeign, FOREIGN_HEAD } from './foreign.ts'
import { HeaderAtHand } from './header-at-hand.ts'
import { isSpace, START_OF_HEADING } from './header-columns.ts'
import { OwnRoom, type ResidueRoom } from './residue-room.ts'
import { SequenceLines } from './sequence-lines.ts'

/** Longest header, in bytes after the '>'. */
const MAX_HEADER = 1 << 20

const GREATER = 0x3e
const SEMICOLON = 0x3b

const BYTE_ORDER_MARK = [0xef, 0xbb, 0xbf]

// An imported binding is read anew at each use, one of this module once.
const CLASS = RESIDUE_CLASS
const LF = LINE_FEED
const CR = CARRIAGE_RETURN
const CONTROL = BINARY

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

  readonly #header = new HeaderAtHand()
  #headerLine = 0
  #foreign: number[] = []

  /** Whether a record has begun. */
  #begun = false
  readonly #lines: SequenceLines

  constructor(room: ResidueRoom = new OwnRoom()) {
    this.#lines = new SequenceLines(room)
  }

  /**
   * Reads the next piece of the input.
   *
   * @throws {@link FormatError} on text before the first record, control characters, or a header
   * over 1 MiB. The reader is then of no further use.
   */
  *push(chunk: Uint8Array): Generator<FastaEvent, void, void> {
    let event: FastaEvent | undefined
    const sink = eventSink((next) => {
      event = next
      return false
    })
    for (let at = 0; at < chunk.length; ) {
      event = undefined
      at = this.read(chunk, at, sink)
      if (event) yield event
    }
  }

  /**
   * As {@link FastaReader.push}, but what is found is handed over: a generator took as long as all else
   * for records of some hundred residues, and objects as long as cleaning.
   *
   * @returns How far it came: to the end of the chunk, unless `sink` took no more.
   */
  read(chunk: Uint8Array, from: number, sink: FastaSink): number {
    const at = this.#read(chunk, from, sink)
    // Where another header has begun, it is that which is kept.
    if (this.#state !== 'header') this.#header.leave(chunk)
    return at
  }

  #read(chunk: Uint8Array, from: number, sink: FastaSink): number {
    const end = chunk.length
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
            this.#header.length = 0
            if (this.#begun && !this.#end(sink)) return at
          } else if (chunk[at] === SEMICOLON) {
            this.#state = 'comment'
          } else {
            this.#state = this.#begun ? 'sequence' : 'blank'
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
          const header = this.#header
          at = this.#text(chunk, at, start + MAX_HEADER - header.length)
          const stop = at
          const whole = header.length === 0 && stop < end
          if (!whole) header.keep(chunk, start, stop)
          if (stop < end) {
            at = this.#lineEnd(chunk, stop)
            const taken = whole ? this.#record(sink, chunk, start, stop) : this.#keptRecord(sink)
            if (!taken) return at
          }
          break
        }
        case 'sequence': {
          at = this.#sequence(chunk, at)
          const { bytes, from: start, to, maskRuns } = this.#lines
          if (start === to) break
          if (!sink.residues(bytes, start, to, maskRuns)) return at
        }
      }
    }
    return at
  }

  /**
   * Ends the input, with an event or two.
   *
   * @throws {@link FormatError} when it held no record.
   */
  finish(): FastaEvent[] {
    const events: FastaEvent[] = []
    this.end(eventSink((event) => events.push(event) > 0))
    return events
  }

  /** As {@link FastaReader.finish}, handed over to a sink, which takes all of it. */
  end(sink: FastaSink): void {
    if (this.#foreign.length > 0) this.#refuse()
    if (this.#state === 'header') this.#keptRecord(sink)
    if (!this.#begun) {
      throw new FormatError('there is no FASTA record; each begins with a line ">name"', {
        line: this.#line,
      })
    }
    this.#end(sink)
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
      if (type > CONTROL) continue
      if (type === LF || type === CR) return at
      if (type === CONTROL && chunk[at] !== START_OF_HEADING) this.#binary(chunk[at]!)
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
      {
        line: this.#line,
        record: this.#state === 'header' || !this.#begun ? undefined : this.#header.name,
      },
    )
  }

  #lineEnd(chunk: Uint8Array, at: number): number {
    this.#line++
    this.#afterReturn = chunk[at] === 0x0d
    this.#state = 'line'
    return at + 1
  }

  #keptRecord(sink: FastaSink): boolean {
    return this.#record(sink, this.#header.kept, 0, this.#header.length)
  }

  /** Begins a record whose header is bytes `[from, to)`. */
  #record(sink: FastaSink, header: Uint8Array, from: number, to: number): boolean {
    this.#begun = true
    this.#lines.begin()
    this.#header.set(header, from, to)
    return sink.record(header, from, to, this.#headerLine)
  }

  #end(sink: FastaSink): boolean {
    const { length, dropped, droppedAt, maskStart } = this.#lines
    const maskRuns = maskStart < 0 ? NO_RUNS : [maskStart, length]
    return sink.end(length, dropped, droppedAt < 0 ? length : droppedAt, maskRuns)
  }

  #sequence(chunk: Uint8Array, from: number): number {
    const lines = this.#lines
    const at = lines.clean(chunk, from)
    this.#line += lines.ends
    if (lines.binary !== undefined) this.#binary(lines.binary)
    if (lines.atLineStart) {
      this.#state = 'line'
      this.#afterReturn = lines.afterReturn
    }
    return at
  }
}

const NO_RUNS: readonly number[] = []

function isLineEnd(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d
}
