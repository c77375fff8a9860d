import type { SequenceDigests } from '../../digest/sequence-digest.ts'
import { DIGEST_BYTES } from '../../digest/sha512t24u.ts'
import type { FastaEvent, MaskRuns } from '../../formats/fasta-event.ts'
import type { FastaSink } from '../../formats/fasta-sink.ts'
import { HeaderColumns } from '../../formats/header-columns.ts'
import { REGION_BYTES } from '../../simd/layout.ts'
import { giveBackRegion, takeRegion } from '../../simd/regions.ts'
import { NumberColumn } from './number-column.ts'
import { DIGEST_LENGTH } from './slot-digester.ts'

type EndEvent = Extract<FastaEvent, { kind: 'end' }>

/** A {@link FastaEvent}, of which the end of a sequence has its digests. */
export type DigestedEvent =
  | Exclude<FastaEvent, EndEvent>
  | (EndEvent & { readonly digests: SequenceDigests })

/** Residues that a slot holds. */
const SLOT_RESIDUES = REGION_BYTES

/** Records, and bytes of their headers, that a slot holds: their memory must be bounded too. */
const RECORDS = 1 << 14
const HEADER_BYTES = 1 << 20

/** What the sequences that end in a slot are called by: `sha512` whole, one after the other. */
export interface SlotDigests {
  readonly sha512: Uint8Array
  readonly md5: Uint8Array
  readonly sha1: Uint8Array | undefined
}

/**
 * Records of a FASTA file in a row, in columns: of a million short ones, objects for each took as long
 * as cleaning, packing and both hashes together. Residues stand one after the other in the slot, which
 * may begin with those of a record that has begun before, and end with those of one that goes on.
 */
export class SlotRecords implements FastaSink {
  /** Room for residues, in memory that threads share; those that are put there at `length` are taken without a copy. */
  readonly bytes: Uint8Array = takeRegion()
  /** Residues that it holds. */
  length = 0
  /** Of the records that begin here. */
  readonly headers: HeaderColumns = new HeaderColumns()
  readonly lines: number[] = []
  /**
   * Records that end here, and for each where among the residues it does, and what the reader counted. Behind
   * these the columns have what they had before: to cut them off would be to make them anew for each slot.
   */
  ended = 0
  readonly ends: number[] = []
  readonly lengths: number[] = []
  readonly dropped: number[] = []
  readonly droppedAt: number[] = []
  /** Lower-case runs, as the reader gives them; and how many numbers of them each record's end follows. */
  readonly runs: NumberColumn = new NumberColumn()
  readonly runEnds: number[] = []
  /** Whether the slot begins within a record. */
  open = false
  digests: SlotDigests | undefined

  /** Residues of all records. */
  get sequences(): Uint8Array {
    return this.bytes.subarray(0, this.length)
  }

  /** Whether it has no room for residues, or for records. */
  get full(): boolean {
    return (
      this.length === SLOT_RESIDUES || this.ended >= RECORDS || this.headers.length >= HEADER_BYTES
    )
  }

  /** Whether the next slot begins within a record. */
  get ongoing(): boolean {
    return (this.open ? 1 : 0) + this.headers.count > this.ended
  }

  record(text: Uint8Array, from: number, to: number, line: number): boolean {
    this.headers.add(text, from, to)
    this.lines[this.headers.count - 1] = line
    return !this.full
  }

  residues(bytes: Uint8Array, from: number, to: number, maskRuns: MaskRuns): boolean {
    this.runs.append(maskRuns)
    this.#addResidues(bytes, from, to)
    return !this.full
  }

  end(length: number, dropped: number, droppedAt: number, maskRuns: MaskRuns): boolean {
    this.runs.append(maskRuns)
    const at = this.ended++
    this.ends[at] = this.length
    this.lengths[at] = length
    this.dropped[at] = dropped
    this.droppedAt[at] = droppedAt
    this.runEnds[at] = this.runs.length
    return !this.full
  }

  /** Takes an event in, unless it is full; residues without room are given back, for the next slot. */
  take(event: FastaEvent): FastaEvent | undefined {
    switch (event.kind) {
      case 'record': {
        const { name, description, line } = event
        const header = Buffer.from(description === '' ? name : `${name} ${description}`)
        this.record(header, 0, header.length, line)
        return undefined
      }
      case 'residues': {
        const { kind, residues, maskRuns } = event
        this.runs.append(maskRuns)
        const taken = this.#addResidues(residues, 0, residues.length)
        if (taken === residues.length) return undefined
        return { kind, residues: residues.subarray(taken), maskRuns: [] }
      }
      case 'end':
        this.end(event.length, event.dropped, event.droppedAt, event.maskRuns)
        return undefined
    }
  }

  clear(): void {
    this.length = 0
    this.headers.clear()
    this.open = false
    this.digests = undefined
    this.runs.clear()
    this.ended = 0
  }

  /** Gives its memory back. */
  close(): void {
    giveBackRegion(this.bytes)
  }

  /** Copies the digests of the sequence that ends here as number `index`. */
  copyDigests(index: number, into: SequenceDigests): void {
    const { sha512, md5, sha1 } = this.digests!
    copy(sha512, DIGEST_LENGTH.sha512 * index, into.sha512t24u)
    copy(md5, DIGEST_LENGTH.md5 * index, into.md5)
    if (sha1) copy(sha1, DIGEST_LENGTH.sha1 * index, into.sha1!)
  }

  /** The same as events. Residues are views, valid as long as the slot's. */
  *events(): Generator<DigestedEvent> {
    const { headers, ends, ended: last } = this
    let header = 0
    let start = 0
    let run = 0
    for (let i = 0; i <= last; i++) {
      if (i > 0 || !this.open) {
        if (header === headers.count) return
        const name = headers.name(header)
        const description = headers.description(header)
        yield { kind: 'record', name, description, line: this.lines[header++]! }
      }
      const ended = i < last
      const end = ended ? ends[i]! : this.length
      const maskRuns = this.runs.values.slice(run, ended ? this.runEnds[i]! : this.runs.length)
      run += maskRuns.length
      if (end > start) {
        const residues = this.bytes.subarray(start, end)
        yield { kind: 'residues', residues, maskRuns: ended ? [] : maskRuns }
      }
      start = end
      if (ended) yield this.#ended(i, maskRuns)
    }
  }

  #ended(i: number, maskRuns: MaskRuns): DigestedEvent {
    const digests = emptyDigests(this.digests!.sha1 !== undefined)
    this.copyDigests(i, digests)
    const [length, dropped] = [this.lengths[i]!, this.dropped[i]!]
    return { kind: 'end', length, dropped, droppedAt: this.droppedAt[i]!, maskRuns, digests }
  }

  /** Takes residues for which there is room, and returns how many. */
  #addResidues(from: Uint8Array, start: number, end: number): number {
    const { bytes, length } = this
    const count = Math.min(end - start, SLOT_RESIDUES - length)
    const inPlace = from === bytes && start === length
    if (!inPlace) bytes.set(from.subarray(start, start + count), length)
    this.length = length + count
    return count
  }
}

/** Room for the digests of a sequence. */
export function emptyDigests(sha1: boolean): SequenceDigests {
  const digests = {
    sha512t24u: new Uint8Array(DIGEST_BYTES),
    md5: new Uint8Array(DIGEST_LENGTH.md5),
  }
  return sha1 ? { ...digests, sha1: new Uint8Array(DIGEST_LENGTH.sha1) } : digests
}

/** Copies as many bytes as there is room for: a digest takes a loop a fifth of the time of a call. */
function copy(from: Uint8Array, at: number, into: Uint8Array): void {
  for (let i = 0; i < into.length; i++) into[i] = from[at + i]!
}
