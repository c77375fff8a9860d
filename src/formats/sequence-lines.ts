import { encoder, placeOf } from '../simd/encoder.ts'
import {
  AFTER_RETURN,
  AT_BINARY,
  AT_LINE_START,
  CHANGES,
  CHUNK,
  CHUNK_BYTES,
  LETTERS,
  RESULT,
} from '../simd/layout.ts'
import { alignedWith } from '../simd/wasm.ts'
import type { MaskRuns } from './fasta-event.ts'
import type { ResidueRoom } from './residue-room.ts'
import { RunList } from './run-list.ts'

const NOTHING = new Uint8Array(0)

/**
 * Bytes of other memory that are copied and cleaned first; then four times as many, up to
 * {@link CHUNK_BYTES}: of a short sequence not much more is copied than it has.
 */
const FIRST_BYTES = 1024

/** The residues of a record: cleans its lines, and counts what it finds. */
export class SequenceLines {
  readonly #room: ResidueRoom
  readonly #runs = new RunList()
  /** Of the record so far: residues; bytes dropped; residues before the first dropped that is no white space, or -1. */
  length = 0
  dropped = 0
  droppedAt = -1
  /** Where the lower-case run at hand began, or -1 outside of one. */
  maskStart = -1
  /** Of the last piece: its residues, `[from, to)` of bytes; the lower-case runs that ended in it, the line ends in it. */
  bytes: Uint8Array = NOTHING
  from = 0
  to = 0
  maskRuns: MaskRuns = []
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
   * Sixteen bytes are tested at once (simd/assembly/clean.ts). Over 250 Mb in lines of 60, half of it
   * lower case, this takes 0.05 s; eight at a time in JavaScript took 0.14. A chunk or a room that is
   * not in the encoder's memory is copied, 0.01 s each.
   *
   * @returns How far it came.
   */
  clean(chunk: Uint8Array, from: number): number {
    const { bytes, words, clean } = encoder()
    const start = this.#room.begin(chunk.length - from)
    const room = this.#room.bytes
    const end = Math.min(chunk.length, from + room.length - start)
    /** What is added to a place in the room to make it one in the record. */
    const base = this.length - start
    let at = from
    let out = start
    let why = 0
    this.ends = 0
    const chunkPlace = placeOf(chunk)
    const roomPlace = placeOf(room)
    const isCopied = chunkPlace < 0 || roomPlace < 0
    for (let size = FIRST_BYTES; at < end && why === 0; size = Math.min(4 * size, CHUNK_BYTES)) {
      const stop = isCopied ? Math.min(end, at + size) : end
      // What a line end is followed by tells whether it was the last, and CRLF from CR.
      const seen = Math.min(chunk.length, stop + 2)
      const source = chunkPlace < 0 ? alignedWith(chunk, at, CHUNK) : chunkPlace + at
      const letters = roomPlace < 0 ? alignedWith(room, out, LETTERS) : roomPlace + out
      if (chunkPlace < 0) bytes.set(chunk.subarray(at, seen), source)
      clean(source, source + stop - at, source + seen - at, letters, this.maskStart < 0 ? 0 : 1)
      const found = words[RESULT / 4 + 1]!
      const changes = words[RESULT / 4 + 2]!
      const droppedAt = words[RESULT / 4 + 5]!
      for (let i = 0; i < changes; i++) {
        const place = base + out + words[CHANGES / 4 + i]!
        if (this.maskStart < 0) this.maskStart = place
        else {
          this.#runs.add(this.maskStart, place)
          this.maskStart = -1
        }
      }
      if (droppedAt >= 0 && this.droppedAt < 0) this.droppedAt = base + out + droppedAt
      this.ends += words[RESULT / 4 + 3]!
      this.dropped += words[RESULT / 4 + 4]!
      why = words[RESULT / 4 + 6]!
      if (roomPlace < 0) room.set(bytes.subarray(letters, letters + found), out)
      out += found
      at += words[RESULT / 4]!
    }
    this.atLineStart = (why & AT_LINE_START) !== 0
    this.afterReturn = (why & AFTER_RETURN) !== 0
    if (why === AT_BINARY) this.binary = chunk[at - 1]
    this.length += out - start
    this.bytes = room
    this.from = start
    this.to = out
    this.maskRuns = this.#runs.take()
    return at
  }
}
