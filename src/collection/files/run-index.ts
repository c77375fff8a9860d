import { bedLine, bedLineBytes } from '../../formats/bed-line.ts'
import type { Member } from '../../store/collections.ts'
import { Pace } from '../pace.ts'
import { type MemberPages, PAGE_MEMBERS } from './member-pages.ts'
import type { RunSource } from './runs.ts'

/**
 * Residues whose runs are counted together, and found anew when one of them is wanted. So much is
 * one read of 16 KiB for bases, and 32,768 runs at most, whatever the sequence.
 */
const WINDOW = 1 << 16

/** The columns of the index, one entry for each window that has runs; ascending. */
export interface RunColumns {
  readonly member: Float64Array
  readonly start0: Float64Array
  /** End of the run that has begun before the window and goes on in it; 0 if there is none. */
  readonly openEnd: Float64Array
  /** Runs that begin in earlier windows, and the bytes of their lines in BED. */
  readonly runsBefore: Float64Array
  readonly bytesBefore: Float64Array
  /** See {@link RunSource.letters}. */
  readonly letters: number
}

/**
 * Where the runs of a collection are, without the runs: 40 bytes for each window of 65,536 residues
 * that has any (2 MB for a human genome). One pass makes it; then any run is found in one window.
 */
export class RunIndex {
  readonly columns: RunColumns
  readonly #source: RunSource

  constructor(source: RunSource, columns: RunColumns) {
    this.#source = source
    this.columns = columns
  }

  /** Weight in memory, in bytes. */
  get weight(): number {
    return 40 * this.columns.member.length
  }

  /** The runs of a member. */
  of(member: Member, index: number): MemberRuns {
    const { member: members, runsBefore, bytesBefore } = this.columns
    const first = firstAtLeast(members, index, 0, members.length)
    const last = firstAtLeast(members, index + 1, first, members.length)
    return {
      count: runsBefore[last]! - runsBefore[first]!,
      bedBytes: bytesBefore[last]! - bytesBefore[first]!,
      runs: (from, to, use) =>
        this.#each(member, index, runsBefore, first, last, from, to, (runs, before) => {
          for (let run = 0; run < runs.length; run += 2) {
            const number = before + run / 2
            if (number >= from && number < to) use(number, runs[run]!, runs[run + 1]!)
          }
        }),
      bed: (from, to, into) =>
        this.#each(member, index, bytesBefore, first, last, from, to, (runs, before) => {
          let text = ''
          for (let run = 0; run < runs.length; run += 2) {
            text += bedLine(member.name, runs[run]!, runs[run + 1]!)
          }
          const low = Math.max(from, before)
          into.set(Buffer.from(text).subarray(low - before, to - before), low - from)
        }),
    }
  }

  /** Finds the runs of the windows that hold `[from, to)`, counted by a column within the member. */
  async #each(
    member: Member,
    index: number,
    column: Float64Array,
    first: number,
    last: number,
    from: number,
    to: number,
    use: (runs: readonly number[], before: number) => void,
  ): Promise<void> {
    if (from >= to) return
    const base = column[first]!
    const pace = new Pace()
    // The last window that begins at or before `from`.
    let window = firstAtLeast(column, base + from + 1, first, last) - 1
    for (; window < last && column[window]! - base < to; window++) {
      if (column[window + 1]! - base <= from) continue
      use(await this.#runsOf(member, index, window), column[window]! - base)
      if (pace.due) await pace.rest()
    }
  }

  /** The runs that begin in a window, up to their ends. */
  async #runsOf(member: Member, index: number, window: number): Promise<number[]> {
    const { member: members, start0: starts, openEnd } = this.columns
    const start0 = starts[window]!
    const end0 = Math.min(start0 + WINDOW, member.length)
    const runs = await this.#source.runs(member, index, start0, end0)
    if (openEnd[window]! > 0) runs.splice(0, 2)
    const next = window + 1
    const goesOn = members[next] === index && starts[next] === end0 && openEnd[next]! > 0
    if (goesOn && runs.at(-1) === end0) runs[runs.length - 1] = openEnd[next]!
    return runs
  }
}

/** The runs of one member, which are counted from 0. */
export interface MemberRuns {
  readonly count: number
  /** Bytes of all of them in BED. */
  readonly bedBytes: number
  /** Gives each of runs `[from, to)`. */
  runs(
    from: number,
    to: number,
    use: (run: number, start0: number, end0: number) => void,
  ): Promise<void>
  /** Writes bytes `[from, to)` of their lines in BED. */
  bed(from: number, to: number, into: Uint8Array): Promise<void>
}

/** Goes over all members once. */
export async function indexRuns(pages: MemberPages, source: RunSource): Promise<RunIndex> {
  const columns = new ColumnsWriter()
  const pace = new Pace()
  for (let page = 0; page < pages.pages; page++) {
    for (const [i, member] of (await pages.page(page)).entries()) {
      const index = page * PAGE_MEMBERS + i
      columns.begin(index, Buffer.byteLength(member.name))
      for (let start0 = 0; start0 < member.length; start0 += WINDOW) {
        const end0 = Math.min(start0 + WINDOW, member.length)
        columns.add(start0, end0, await source.runs(member, index, start0, end0))
        if (pace.due) await pace.rest()
      }
      columns.end(member.length)
    }
    if (pace.due) await pace.rest()
  }
  return new RunIndex(source, columns.finish(source.letters))
}

class ColumnsWriter {
  readonly #member: number[] = []
  readonly #start0: number[] = []
  readonly #openEnd: number[] = []
  readonly #runs: number[] = []
  readonly #bytes: number[] = []
  #index = 0
  #nameBytes = 0
  /** Start of the run that reaches the end of the last window, or -1, and its window. */
  #openStart = -1
  #openWindow = 0

  begin(index: number, nameBytes: number): void {
    this.#index = index
    this.#nameBytes = nameBytes
  }

  add(start0: number, end0: number, runs: readonly number[]): void {
    const goesOn = this.#openStart >= 0 && runs[0] === start0
    if (this.#openStart >= 0 && !goesOn) this.#close(start0)
    if (runs.length === 0) return
    const window = this.#member.length
    this.#member.push(this.#index)
    this.#start0.push(start0)
    this.#openEnd.push(0)
    this.#runs.push(0)
    this.#bytes.push(0)
    let run = 0
    if (goesOn) {
      // Its end is not known yet where it fills the window.
      this.#openEnd[window] = Number.POSITIVE_INFINITY
      if (runs[1] === end0) return
      this.#close(runs[1]!)
      run = 2
    }
    for (; run < runs.length; run += 2) {
      this.#openStart = runs[run]!
      this.#openWindow = window
      if (runs[run + 1] !== end0) this.#close(runs[run + 1]!)
    }
  }

  end(length: number): void {
    if (this.#openStart >= 0) this.#close(length)
  }

  finish(letters: number): RunColumns {
    return {
      member: Float64Array.from(this.#member),
      start0: Float64Array.from(this.#start0),
      openEnd: Float64Array.from(this.#openEnd),
      runsBefore: sums(this.#runs),
      bytesBefore: sums(this.#bytes),
      letters,
    }
  }

  /** Ends the open run: it counts in the window where it has begun. */
  #close(end0: number): void {
    for (let i = this.#member.length - 1; i > this.#openWindow; i--) {
      if (this.#openEnd[i] === Number.POSITIVE_INFINITY) this.#openEnd[i] = end0
    }
    this.#runs[this.#openWindow]!++
    this.#bytes[this.#openWindow]! += bedLineBytes(this.#nameBytes, this.#openStart, end0)
    this.#openStart = -1
  }
}

function sums(values: readonly number[]): Float64Array {
  const before = new Float64Array(values.length + 1)
  for (const [i, value] of values.entries()) before[i + 1] = before[i]! + value
  return before
}

/** Position of the first value in `[low, high)` of an ascending column that is at least `value`. */
function firstAtLeast(column: Float64Array, value: number, low: number, high: number): number {
  let from = low
  let to = high
  while (from < to) {
    const middle = (from + to) >>> 1
    if (column[middle]! < value) from = middle + 1
    else to = middle
  }
  return from
}
