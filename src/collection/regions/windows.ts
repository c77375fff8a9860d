import { lowerCase } from '../../formats/lower-case.ts'
import type { SequenceStore } from '../../store/store.ts'
import { LowerCaseRuns } from './lower-case-runs.ts'
import type { Source } from './source.ts'

/** Residues of a window: those of a block of the store, which is verified and decoded as a whole. */
const WINDOW = 8192

/** Windows that are kept: 16 MiB, of which a process that answers no batches touches nothing. */
const KEPT = 2048

/** Reads of more residues than this go past the windows, which are for many small ones. */
const SMALL = 4 * WINDOW

/**
 * Windows further on at which the next region counts as following the last: then it pays to read its
 * window, as others will be in it. In no order, only a fifth of the window would ever be of use.
 */
const NEAR = 32

/**
 * Windows that are read together where each of the last ones was of use. Their bases are below the
 * 16 KiB that the store reads on the spot.
 */
const AHEAD = 7

/** Where the windows of one sequence in one case are: number of the window -> place. */
type Places = Map<number, number>

/**
 * The residues of sequences in the case that they have in a file, as windows that were read lately.
 * Regions of a BED file lie close to each other: most find their window at hand.
 */
export class Windows {
  readonly #store: SequenceStore
  readonly #places = new Map<string, Places>()
  /** By place: who has it, and whether it was of use since the hand last came by. */
  readonly #keys: string[] = []
  readonly #numbers = new Float64Array(KEPT)
  readonly #used = new Uint8Array(KEPT)
  #hand = 0
  #isFull = false
  readonly #runs = new LowerCaseRuns()
  /** Window and sequence that were read last. */
  #lastNumber = 0
  #lastKey = ''
  #residues = new DataView(new ArrayBuffer(0))
  /** Buffers to read into, one for each read that is under way at the same time. */
  readonly #spare: Buffer[] = []

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
    into: DataView,
    at: number,
  ): Promise<void> | undefined {
    if (end0 - start0 > SMALL)
      return this.#readStore(source, start0, end0, bytesOf(into, at, end0 - start0))
    const places = this.#places.get(source.key)
    for (let from = start0; from < end0; ) {
      const number = Math.floor(from / WINDOW)
      const place = places?.get(number)
      if (place === undefined) return this.#readSlowly(source, from, end0, into, at + from - start0)
      const next = Math.min((number + 1) * WINDOW, end0)
      this.#used[place] = 1
      const origin = place * WINDOW - number * WINDOW
      copyLetters(this.#residues, origin + from, into, at + from - start0, next - from)
      from = next
    }
    return undefined
  }

  async #readSlowly(
    source: Source,
    start0: number,
    end0: number,
    into: DataView,
    at: number,
  ): Promise<void> {
    const number = Math.floor(start0 / WINDOW)
    const step = source.key === this.#lastKey ? number - this.#lastNumber : -1
    const isNear = step >= 0 && step <= NEAR
    this.#lastKey = source.key
    this.#lastNumber = number
    if (this.#isFull && !isNear) {
      const residues = bytesOf(into, at, end0 - start0)
      await this.#store.read(source.record, start0, end0, residues)
      return this.#runs.apply(source, start0, residues)
    }
    const first = number * WINDOW
    const windows = isNear && step <= 2 ? AHEAD : 1
    const count = Math.min(windows * WINDOW, source.record.length - first)
    this.#lastNumber += windows - 1
    // Not at once into a place: others may read from it, or take it, meanwhile.
    const buffer = this.#spare.pop() ?? Buffer.allocUnsafeSlow(AHEAD * WINDOW)
    const residues = buffer.subarray(0, count)
    await this.#store.read(source.record, first, first + count, residues)
    await this.#runs.apply(source, first, residues)
    for (let from = 0; from < count; from += WINDOW) {
      const window = residues.subarray(from, Math.min(from + WINDOW, count))
      this.#keep(source.key, number + from / WINDOW, window)
    }
    const next = Math.min(first + count, end0)
    bytesOf(into, at, next - start0).set(residues.subarray(start0 - first, next - first))
    this.#spare.push(buffer)
    if (next < end0) await this.read(source, next, end0, into, at + next - start0)
  }

  async #readStore(
    source: Source,
    start0: number,
    end0: number,
    residues: Uint8Array,
  ): Promise<void> {
    await this.#store.read(source.record, start0, end0, residues)
    const runs = await source.lowerCase?.(start0, end0)
    if (runs) lowerCase(residues, start0, runs)
  }

  #keep(key: string, number: number, residues: Uint8Array): void {
    if (this.#residues.byteLength === 0) {
      this.#residues = new DataView(new ArrayBuffer(KEPT * WINDOW))
    }
    if (this.#places.get(key)?.has(number)) return
    // The first place that was of no use for a whole turn of the hand (second chance).
    while (this.#used[this.#hand] === 1) {
      this.#used[this.#hand] = 0
      this.#hand = (this.#hand + 1) % KEPT
    }
    const place = this.#hand
    this.#hand = (this.#hand + 1) % KEPT
    this.#isFull ||= this.#hand === 0
    this.#leave(place)
    bytesOf(this.#residues, place * WINDOW, residues.length).set(residues)
    const places = this.#places.get(key) ?? new Map<number, number>()
    this.#places.set(key, places.set(number, place))
    this.#keys[place] = key
    this.#numbers[place] = number
  }

  #leave(place: number): void {
    const key = this.#keys[place]
    const places = key === undefined ? undefined : this.#places.get(key)
    if (!places) return
    places.delete(this.#numbers[place]!)
    if (places.size === 0) this.#places.delete(key!)
  }
}

function bytesOf({ buffer, byteOffset }: DataView, at: number, count: number): Uint8Array {
  return new Uint8Array(buffer, byteOffset + at, count)
}

/**
 * Copies eight letters at a time, as the bits of a double (no letter makes a NaN): for 200 of them a
 * third of the time of `set`, which needs an array made for its source.
 */
function copyLetters(
  from: DataView,
  source: number,
  into: DataView,
  target: number,
  count: number,
): void {
  let i = 0
  for (; i + 8 <= count; i += 8)
    into.setFloat64(target + i, from.getFloat64(source + i, true), true)
  for (; i < count; i++) into.setUint8(target + i, from.getUint8(source + i))
}
