import { lowerCase } from '../../formats/lower-case.ts'
import { LeastRecentlyUsed } from '../files/least-recently-used.ts'
import type { Source } from './source.ts'

/** Residues whose runs are looked up together: 20 kB of them in a mammal. */
const STRETCH = 1 << 20

/** Bytes of runs that are kept: those of a whole mammal. */
const KEPT_BYTES = 64 << 20

/**
 * Lower-case runs of sequences, in stretches that were asked for lately. A look-up in the catalog
 * takes 15-25 us, five times as long as to read the residues of a short region.
 */
export class LowerCaseRuns {
  readonly #stretches = new LeastRecentlyUsed(KEPT_BYTES)

  /** Writes residues `[start0, ...)` of a sequence in the case that they have. */
  async apply(source: Source, start0: number, residues: Uint8Array): Promise<void> {
    if (!source.lowerCase) return
    const end0 = start0 + residues.length
    for (let number = Math.floor(start0 / STRETCH); number * STRETCH < end0; number++) {
      const runs = await this.#stretch(source, number)
      const met: number[] = []
      for (let i = firstEndingAfter(runs, start0); i < runs.length && runs[i]! < end0; i += 2) {
        met.push(Math.max(runs[i]!, start0), Math.min(runs[i + 1]!, end0))
      }
      lowerCase(residues, start0, met)
    }
  }

  #stretch(source: Source, number: number): Promise<Float64Array> {
    const from = number * STRETCH
    return this.#stretches.get(
      `${source.key}/${number}`,
      async () =>
        Float64Array.from(
          await source.lowerCase!(from, Math.min(from + STRETCH, source.record.length)),
        ),
      // An entry without runs has its weight too.
      ({ byteLength }) => byteLength + 200,
    )
  }
}

/** Index of the first pair that ends after a position. */
function firstEndingAfter(runs: Float64Array, position: number): number {
  let low = 0
  let high = runs.length / 2
  while (low < high) {
    const middle = (low + high) >>> 1
    if (runs[2 * middle + 1]! > position) high = middle
    else low = middle + 1
  }
  return 2 * low
}
