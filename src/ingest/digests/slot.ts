import type { FastaEvent } from '../../formats/fasta-event.ts'
import { REGION_BYTES } from '../../simd/layout.ts'
import { giveBackRegion, takeRegion } from '../../simd/regions.ts'

/** Residues that a slot holds. */
export const SLOT_RESIDUES: number = REGION_BYTES

/** Events that a slot holds: what memory they take must be bounded too. */
const EVENTS = 1 << 14

/** Events of a FASTA file in a row, their residues in memory that threads share. */
export class Slot {
  /** All its room. */
  readonly bytes: Uint8Array = takeRegion()
  #length = 0
  #events: FastaEvent[] = []
  #ends: number[] = []

  /** Residues of all events. */
  get residues(): Uint8Array {
    return this.bytes.subarray(0, this.#length)
  }

  get events(): readonly FastaEvent[] {
    return this.#events
  }

  /** Where sequences end among the residues. */
  get ends(): Uint32Array {
    return Uint32Array.from(this.#ends)
  }

  /** Whether it has no room for residues, or for events. */
  get full(): boolean {
    return this.#length === SLOT_RESIDUES || this.#events.length >= EVENTS
  }

  /** Where its room for residues begins; those that are put there are {@link Slot.take}n without a copy. */
  get length(): number {
    return this.#length
  }

  /** Takes an event in, unless it is full; residues without room are given back, for the next slot. */
  take(event: FastaEvent): FastaEvent | undefined {
    if (event.kind !== 'residues') {
      if (event.kind === 'end') this.#ends.push(this.#length)
      this.#events.push(event)
      return undefined
    }
    const { residues, maskRuns } = event
    const start = this.#length
    const { buffer, byteOffset } = this.bytes
    if (residues.buffer === buffer && residues.byteOffset === byteOffset + start) {
      this.#length += residues.length
      this.#events.push(event)
      return undefined
    }
    this.#length = Math.min(SLOT_RESIDUES, start + residues.length)
    const own = this.bytes.subarray(start, this.#length)
    own.set(residues.subarray(0, own.length))
    this.#events.push({ kind: 'residues', residues: own, maskRuns })
    if (own.length === residues.length) return undefined
    return { kind: 'residues', residues: residues.subarray(own.length), maskRuns: [] }
  }

  /** Gives its memory back. */
  close(): void {
    giveBackRegion(this.bytes)
  }

  clear(): void {
    this.#length = 0
    this.#events = []
    this.#ends = []
  }
}
