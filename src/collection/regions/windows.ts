import { lowerCase } from '../../formats/lower-case.ts'
import type { SequenceStore } from '../../store/store.ts'
import type { Source } from './source.ts'

/** Residues of a window: those of a block of the store, which is verified and decoded as a whole. */
const WINDOW = 8192

/** Windows that are kept: 16 MiB, of which a process that answers no batches touches nothing. */
const KEPT = 2048

/** Reads of more residues than this go past the windows, which are for many small ones. */
const SMALL = 4 * WINDOW

/**
 * The residues of sequences in the case that they have in a file, as windows that were read lately.
 * Regions of a BED file lie close to each other: most find their window at hand.
 *
 * A window has one place, given by its number and sequence, and takes it from whoever has it.
 */
export class Windows {
  readonly #store: SequenceStore
  #residues = Buffer.alloc(0)
  readonly #keys: string[] = []
  readonly #numbers = new Float64Array(KEPT)

  constructor(store: SequenceStore) {
    this.#store = store
  }

  /**
   * Reads residues `[start0, end0)` to `into` at `at`.
   *
   * @returns `undefined` when it is done already, as most are: waiting would take longer.
   */
  read(
    source: Source,
    start0: number,
    end0: number,
    into: Buffer,
    at: number,
  ): Promise<void> | undefined {
    if (end0 - start0 > SMALL) return this.#readLarge(source, start0, end0, into, at)
    for (let from = start0, to = at; from < end0; ) {
      const number = Math.floor(from / WINDOW)
      const next = Math.min((number + 1) * WINDOW, end0)
      const place = this.#place(source, number)
      if (this.#numbers[place] !== number || this.#keys[place] !== source.key) {
        return this.#readSlowly(source, from, end0, into, to)
      }
      const base = place * WINDOW + from - number * WINDOW
      this.#residues.copy(into, to, base, base + next - from)
      to += next - from
      from = next
    }
    return undefined
  }

  async #readSlowly(
    source: Source,
    start0: number,
    end0: number,
    into: Buffer,
    at: number,
  ): Promise<void> {
    const number = Math.floor(start0 / WINDOW)
    const first = number * WINDOW
    const count = Math.min(WINDOW, source.record.length - first)
    // Others may take the place, or read from it, while the store is read.
    const residues = Buffer.allocUnsafe(count)
    await this.#readLarge(source, first, first + count, residues, 0)
    if (this.#residues.length === 0) this.#residues = Buffer.allocUnsafeSlow(KEPT * WINDOW)
    const place = this.#place(source, number)
    residues.copy(this.#residues, place * WINDOW)
    this.#keys[place] = source.key
    this.#numbers[place] = number
    const next = Math.min(first + count, end0)
    residues.copy(into, at, start0 - first, next - first)
    if (next < end0) await this.read(source, next, end0, into, at + next - start0)
  }

  async #readLarge(
    source: Source,
    start0: number,
    end0: number,
    into: Buffer,
    at: number,
  ): Promise<void> {
    const residues = into.subarray(at, at + end0 - start0)
    await this.#store.read(source.record, start0, end0, residues)
    const runs = await source.lowerCase?.(start0, end0)
    if (runs) lowerCase(residues, start0, runs)
  }

  #place({ record: { digest } }: Source, number: number): number {
    return (((digest[0]! << 8) | digest[1]!) + number) % KEPT
  }
}
