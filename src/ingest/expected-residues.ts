import type { ProductKind } from '../annotation/report.ts'
import { FormatError } from '../formats/errors.ts'
import type { FastaEvent } from '../formats/fasta-event.ts'
import type { SlotRecords } from './digests/slot-records.ts'

const NUCLEOTIDE = new Uint8Array(256)
for (const letter of 'ACGTUNRYSWKMBDHV') NUCLEOTIDE[letter.charCodeAt(0)] = 1
const BASE = new Uint8Array(256)
for (const letter of 'ACGTUN') BASE[letter.charCodeAt(0)] = 1

/** Residues of which a file of proteins has others than bases. */
const ENOUGH = 50

/** Tells files that are given as what they are not: proteins as cDNA would be served as cDNA. */
export class ExpectedResidues {
  readonly #kind: ProductKind
  #record: { name: string; line: number } | undefined
  #residues = 0
  #basesAlone = true

  constructor(kind: ProductKind) {
    this.#kind = kind
  }

  /**
   * Hands on the records of a file.
   *
   * @throws {@link FormatError} at the first letter of a cDNA or CDS that is no nucleotide, or at the
   * end when all proteins consist of bases.
   */
  async *of(blocks: AsyncIterable<SlotRecords>): AsyncGenerator<SlotRecords> {
    for await (const records of blocks) {
      for (const event of records.events()) this.#take(event)
      yield records
    }
    this.#finish()
  }

  #take(event: FastaEvent): void {
    if (event.kind === 'record') this.#record = event
    if (event.kind !== 'residues') return
    const { residues } = event
    if (this.#kind !== 'pep') {
      const odd = residues.find((residue) => NUCLEOTIDE[residue] === 0)
      if (odd !== undefined) throw this.#noNucleotide(String.fromCharCode(odd))
    } else if (this.#basesAlone) {
      this.#residues += residues.length
      this.#basesAlone = residues.every((residue) => BASE[residue] === 1)
    }
  }

  #finish(): void {
    if (this.#kind !== 'pep' || !this.#basesAlone || this.#residues < ENOUGH) return
    throw new FormatError(
      'its residues are bases alone, so that these are no proteins; give them with --cdna or --cds',
    )
  }

  #noNucleotide(letter: string): FormatError {
    const { name, line } = this.#record!
    return new FormatError(
      `it has the letter ${letter}, which is no nucleotide; give proteins with --pep`,
      { line, record: name },
    )
  }
}
