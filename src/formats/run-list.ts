import type { MaskRuns } from './fasta-event.ts'

const NONE: MaskRuns = []

/**
 * Numbers from which runs are taken as doubles, which the garbage collector need not copy: a MiB of
 * soft-masked residues has 9,000. With arrays that grew to that, it took 0.14 s for 1 Gb instead of 0.06.
 */
const MANY = 64

/** Gathers runs of lower case, `start0, end0`, in memory that is used again. */
export class RunList {
  #numbers = new Float64Array(1024)
  #length = 0

  add(start0: number, end0: number): void {
    if (this.#length === this.#numbers.length) {
      const grown = new Float64Array(2 * this.#length)
      grown.set(this.#numbers)
      this.#numbers = grown
    }
    this.#numbers[this.#length++] = start0
    this.#numbers[this.#length++] = end0
  }

  /** Takes all of them; the list is then empty. */
  take(): MaskRuns {
    const count = this.#length
    this.#length = 0
    if (count === 0) return NONE
    const runs = this.#numbers.subarray(0, count)
    return count > MANY ? runs.slice() : Array.from(runs)
  }
}
