import { SequenceDigester, type SequenceDigests } from '../digest/sequence-digest.ts'
import type { FastaEvent } from './fasta-event.ts'

/** A record of a FASTA file with its digests. */
export interface DigestedRecord extends SequenceDigests {
  readonly name: string
  readonly length: number
}

/** Digests the records of a FASTA file as they are read. */
export class FastaDigester {
  readonly #digester = new SequenceDigester()
  #name = '';

  /** The records that end in these events, which follow those of the last call. */
  *records(events: Iterable<FastaEvent>): Generator<DigestedRecord> {
    for (const event of events) {
      if (event.kind === 'record') this.#name = event.name
      else if (event.kind === 'residues') this.#digester.update(event.residues)
      else yield { name: this.#name, length: event.length, ...this.#digester.digest() }
    }
  }
}
