import type { FastaEvent } from '../../formats/fasta.ts'

/** Residues that a slot holds. */
const RESIDUES = 1 << 20

/** Events that a slot holds: what memory they take must be bounded too. */
const EVENTS = 1 << 14

/** Events of a FASTA file in a row, their residues in memory that threads share. */
export class Slot {
  readonly #shared = new Uint8Array(new SharedArrayBuffer(RESIDUES))
  #length = 0
  #events: FastaEvent[] = []
  #ends: number[] = []

  /** Residues of all events. */
  get residues(): Uint8Array {
    return this.#shared.subarray(0, this.#length)
  }

  get events(): readonly FastaEvent[] {
    return this.#events
  }

  /** Where sequences end among the residues. */
  get ends(): Uint32Array {
    return Uint32Array.from(this.#ends)
  }

  /** Takes an event in; what finds no room is given back, for the next slot. */
  take(event: FastaEvent): FastaEvent | undefined {
    if (this.#events.length >= EVENTS) return event
    if (event.kind !== 'residues') {
      if (event.kind === 'end') this.#ends.push(this.#length)
      this.#events.push(event)
      return undefined
    }
    const { residues } = event
    const room = RESIDUES - this.#length
    if (room === 0) return event
    const part = residues.length <= room ? residues : residues.subarray(0, room)
    const start = this.#length
    this.#length += part.length
    this.#shared.set(part, start)
    this.#events.push({ ...event, residues: this.#shared.subarray(start, this.#length) })
    if (part === residues) return undefined
    return { kind: 'residues', residues: residues.subarray(room), maskRuns: [] }
  }

  clear(): void {
    this.#length = 0
    this.#events = []
    this.#ends = []
  }
}
