import type { Residues } from '../annotation/splice.ts'
import type { Change } from '../store/change.ts'

/** Residues decoded at once: exons of a gene and of its neighbours share most windows. */
const WINDOW = 1 << 20

/**
 * The residues of a genome's regions, while the change that adds them is not committed yet. The last
 * window is kept: genes come in the order of their region, so that each window is decoded once.
 */
export class RegionResidues {
  readonly #change: Change
  readonly #window = new Uint8Array(WINDOW)
  #digest: Uint8Array | undefined
  #start0 = 0
  #end0 = 0

  constructor(change: Change) {
    this.#change = change
  }

  /** @param digest - Of a sequence that the change can read. */
  of(digest: Uint8Array, length: number, circular: boolean): Residues {
    return {
      length,
      circular,
      read: (start0, end0, into) => this.#read(digest, length, start0, end0, into),
    }
  }

  #read(
    digest: Uint8Array,
    length: number,
    start0: number,
    end0: number,
    into: Uint8Array,
  ): Promise<void> | undefined {
    if (digest === this.#digest && start0 >= this.#start0 && end0 <= this.#end0) {
      into.set(this.#window.subarray(start0 - this.#start0, end0 - this.#start0))
      return undefined
    }
    if (end0 - start0 > WINDOW / 2) return this.#change.read(digest, start0, end0, into)
    return this.#move(digest, length, start0, end0, into)
  }

  async #move(
    digest: Uint8Array,
    length: number,
    start0: number,
    end0: number,
    into: Uint8Array,
  ): Promise<void> {
    // On the reverse strand the next exon lies before this one.
    const from = Math.max(0, start0 - WINDOW / 4)
    const to = Math.min(length, from + WINDOW)
    this.#digest = undefined
    await this.#change.read(digest, from, to, this.#window)
    this.#digest = digest
    this.#start0 = from
    this.#end0 = to
    into.set(this.#window.subarray(start0 - from, end0 - from))
  }
}
