/** Residues of a stretch. */
export const STRETCH: number = 1 << 20

/** Residues between entries of the index: in a mammal some ten runs. */
const STEP = 4096

const LOWER = 0x20

/** The lower-case runs of a stretch of a sequence. */
export class Stretch {
  readonly #start0: number
  /** Pairs `start, end`, counted from the start of the stretch; ascending. */
  readonly #runs: Int32Array
  /** By step: index of the first pair that ends after its start. */
  readonly #first: Int32Array

  /** @param runs Pairs `start0, end0` within the stretch, ascending. */
  constructor(start0: number, runs: readonly number[]) {
    this.#start0 = start0
    this.#runs = Int32Array.from(runs, (at) => at - start0)
    this.#first = new Int32Array(STRETCH / STEP)
    let pair = 0
    for (let step = 0; step < this.#first.length; step++) {
      while (pair < runs.length && this.#runs[pair + 1]! <= step * STEP) pair += 2
      this.#first[step] = pair
    }
  }

  /** In bytes. */
  get weight(): number {
    return this.#runs.byteLength + this.#first.byteLength + 400
  }

  /** Writes residues `[start0, end0)` of the stretch, which are in `into` at `at`, in their case. */
  apply(start0: number, end0: number, into: Uint8Array, at: number): void {
    const runs = this.#runs
    const start = start0 - this.#start0
    const end = end0 - this.#start0
    const shift = at - start
    let pair = this.#first[Math.floor(start / STEP)]!
    while (pair < runs.length && runs[pair + 1]! <= start) pair += 2
    for (; pair < runs.length && runs[pair]! < end; pair += 2) {
      const last = shift + Math.min(runs[pair + 1]!, end)
      for (let i = shift + Math.max(runs[pair]!, start); i < last; i++) into[i]! |= LOWER
    }
  }
}
