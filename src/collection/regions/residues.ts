import { lowerCase } from '../../formats/lower-case.ts'
import type { Awaitable, SequenceStore } from '../../store/store.ts'
import { LowerCaseRuns } from './lower-case-runs.ts'
import type { Source } from './source.ts'

/** Ranges of more residues than this are none of many small ones: four blocks of the store. */
const SMALL = 32_768

/** Residues of sequences in the case that they have in a file. */
export class Residues {
  readonly #store: SequenceStore
  readonly #runs = new LowerCaseRuns()

  constructor(store: SequenceStore) {
    this.#store = store
  }

  /**
   * Reads residues `[start0, end0)` to `into` at `at`.
   *
   * @returns A promise only where there is something to wait for: most small ranges are at hand.
   */
  read(
    source: Source,
    start0: number,
    end0: number,
    into: Uint8Array,
    at: number,
  ): Awaitable<void> {
    if (end0 - start0 > SMALL) {
      return this.#readLong(source, start0, end0, into.subarray(at, at + end0 - start0))
    }
    const reading = this.#store.readOneOfMany(source.record, start0, end0, into, at)
    if (!source.lowerCase) return reading
    return reading
      ? reading.then(() => this.#runs.apply(source, start0, end0, into, at))
      : this.#runs.apply(source, start0, end0, into, at)
  }

  async #readLong(
    source: Source,
    start0: number,
    end0: number,
    residues: Uint8Array,
  ): Promise<void> {
    await this.#store.read(source.record, start0, end0, residues)
    const runs = await source.lowerCase?.(start0, end0)
    if (runs) lowerCase(residues, start0, runs)
  }
}
