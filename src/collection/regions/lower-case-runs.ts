import type { Awaitable } from '../../store/store.ts'
import { LeastRecentlyUsed } from '../least-recently-used.ts'
import type { Source } from './source.ts'
import { STRETCH, Stretch } from './stretch.ts'

/** Bytes of runs that are kept: those of a whole mammal. */
const KEPT_BYTES = 64 << 20

/** Sequences that have a number. */
const NUMBERED = 10_000

/**
 * Lower-case runs of sequences, in stretches that were asked for lately. A look-up in the catalog
 * takes 15-25 us, twenty times as long as a short region.
 */
export class LowerCaseRuns {
  /** By the number of their sequence and their own: texts as keys took a quarter of a batch's time. */
  #stretches = new LeastRecentlyUsed(KEPT_BYTES)
  readonly #numbers = new Map<string, number>()
  #lastSource: Source | undefined
  #lastNumber = 0
  #last: Stretch | undefined

  /** Writes residues `[start0, end0)` of a sequence, which are in `into` at `at`, in their case. */
  apply(
    source: Source,
    start0: number,
    end0: number,
    into: Uint8Array,
    at: number,
  ): Awaitable<void> {
    for (let from = start0; from < end0; ) {
      const target = at + from - start0
      const number = Math.floor(from / STRETCH)
      const stretch = this.#at(source, number)
      if (!stretch) {
        return this.#find(source, number).then(() => this.apply(source, from, end0, into, target))
      }
      const to = Math.min((number + 1) * STRETCH, end0)
      stretch.apply(from, to, into, target)
      from = to
    }
  }

  /** A stretch that is at hand. */
  #at(source: Source, number: number): Stretch | undefined {
    if (source !== this.#lastSource || number !== this.#lastNumber) {
      this.#last = this.#stretches.at(this.#keyOf(source, number))
      this.#lastSource = source
      this.#lastNumber = number
    }
    return this.#last
  }

  async #find(source: Source, number: number): Promise<void> {
    const start0 = number * STRETCH
    const end0 = Math.min(start0 + STRETCH, source.record.length)
    this.#last = await this.#stretches.get(
      this.#keyOf(source, number),
      async () => new Stretch(start0, await source.lowerCase!(start0, end0)),
      ({ weight }) => weight,
    )
    this.#lastSource = source
    this.#lastNumber = number
  }

  #keyOf({ key }: Source, stretch: number): number {
    let number = this.#numbers.get(key)
    if (number === undefined) {
      if (this.#numbers.size === NUMBERED) {
        this.#numbers.clear()
        this.#stretches = new LeastRecentlyUsed(KEPT_BYTES)
      }
      number = this.#numbers.size
      this.#numbers.set(key, number)
    }
    return number * 2 ** 32 + stretch
  }
}
