import { reverseComplement } from '../digest/residues.ts'
import type { Span } from './gene.ts'

/** The residues of a region, read a part at a time. */
export interface Residues {
  readonly length: number
  readonly circular: boolean
  /**
   * Reads `[start0, end0)`, which lies within the region, into the front of `into`.
   *
   * @returns A promise only when there is something to wait for: exons come by the million.
   */
  read(start0: number, end0: number, into: Uint8Array): Promise<void> | undefined
}

/** Whether a span lies on its region; on a circular one it may run across the origin, once. */
export function liesOn({ start0, end0 }: Span, { length, circular }: Residues): boolean {
  if (start0 < 0 || end0 <= start0 || end0 - start0 > length) return false
  return circular ? start0 < 2 * length : end0 <= length
}

/** A letter on the reverse strand is no nucleotide, so that nothing pairs with it. */
export class NoComplementError extends Error {
  override readonly name = 'NoComplementError'
  readonly letter: string
  /** Index of the piece. */
  readonly index: number

  constructor(letter: string, index: number) {
    super(`${letter} has no complement`)
    this.letter = letter
    this.index = index
  }
}

/** Joins pieces of a region, in a buffer that the next call uses again. */
export class Splicer {
  #buffer = new Uint8Array(1 << 16)

  /**
   * Joins pieces in the order given, each as its strand reads. Every piece must lie on the region
   * ({@link liesOn}).
   *
   * @param pad - Number of N before the first piece.
   * @returns A view that is valid until the next call.
   * @throws {@link NoComplementError}
   */
  async splice(region: Residues, pieces: readonly Span[], pad = 0): Promise<Uint8Array> {
    const size = pieces.reduce((sum, { start0, end0 }) => sum + end0 - start0, pad)
    if (size > this.#buffer.length) {
      this.#buffer = new Uint8Array(Math.max(size, 2 * this.#buffer.length))
    }
    this.#buffer.fill('N'.charCodeAt(0), 0, pad)
    let at = pad
    for (const [i, piece] of pieces.entries()) {
      const into = this.#buffer.subarray(at, at + piece.end0 - piece.start0)
      const waiting = readAround(region, piece.start0, into)
      if (waiting) await waiting
      const odd = piece.strand === -1 ? reverseComplement(into) : undefined
      if (odd !== undefined) throw new NoComplementError(odd, i)
      at += into.length
    }
    return this.#buffer.subarray(0, size)
  }
}

/** Fills `into` from `start0` on, across the origin if the region ends before. */
function readAround(region: Residues, start0: number, into: Uint8Array): Promise<void> | undefined {
  const from = start0 < region.length ? start0 : start0 - region.length
  const end0 = Math.min(from + into.length, region.length)
  const first = region.read(from, end0, into)
  const rest = into.subarray(end0 - from)
  if (rest.length === 0) return first
  const second = () => region.read(0, rest.length, rest)
  return first ? first.then(second) : second()
}
