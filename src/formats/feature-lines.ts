import { endOfText, type LineBlock } from './lines.ts'
import { RecentWords } from './recent-words.ts'

/** The columns of GFF3 and GTF that say where a feature lies. */
export interface Placement {
  /** 1-based, closed. */
  readonly start1: number
  readonly end1: number
  /** 0 for `.` and `?`. */
  readonly strand: 1 | -1 | 0
  /** Bases to drop before the first whole codon; `undefined` for `.`. */
  readonly phase: 0 | 1 | 2 | undefined
}

/** What a line is; `track` and `browser` lines are those of genome browsers. */
export type LineKind = 'feature' | 'too few columns' | 'comment' | 'header' | 'browser' | 'blank'

const LF = 10
const TAB = 9
const COLUMNS = 9

/**
 * Goes through the lines of GFF3 and GTF (GFF3 1.26, "Description of the Format"). Columns are looked
 * at where they lie and become strings only when asked for: most lines of a large file are no genes.
 */
export class FeatureLines {
  #bytes: Buffer = Buffer.alloc(0)
  #encoding: LineBlock['encoding'] = 'latin1'
  /** Where the next line begins. */
  #next = 0
  /** Where each column begins, and one behind the end of the last. */
  readonly #columns = new Int32Array(COLUMNS + 1)
  #found = 0
  readonly #seqids = new RecentWords()
  readonly #types = new RecentWords()
  /** 1-based. */
  line = 0

  open({ first, bytes, encoding }: LineBlock): void {
    this.#bytes = bytes
    this.#encoding = encoding
    this.#next = 0
    this.line = first - 1
  }

  /** Moves to the next line of the block; `undefined` at its end. */
  next(): LineKind | undefined {
    const bytes = this.#bytes
    const columns = this.#columns
    const start = this.#next
    if (start >= bytes.length) return undefined
    this.line++
    columns[0] = start
    let found = 1
    let at = start
    let byte = bytes[at]
    if (byte !== 35 && byte !== 62) {
      for (; at < bytes.length; at++) {
        byte = bytes[at]
        if (byte === LF) break
        if (byte !== TAB) continue
        columns[found++] = at + 1
        if (found === COLUMNS) break
      }
    }
    const lf = bytes.indexOf(LF, at)
    const end = lf < 0 ? bytes.length : lf
    this.#next = end + 1
    columns[found] = endOfText(bytes, start, end) + 1
    this.#found = found
    return this.#kind(start, end)
  }

  #kind(start: number, end: number): LineKind {
    const first = this.#bytes[start]
    if (first === 35) return 'comment'
    if (first === 62) return 'header'
    if (this.#found === COLUMNS) return 'feature'
    if (this.#found > 1) return 'too few columns'
    const text = this.#bytes.toString('latin1', start, Math.min(end, start + 8))
    if (/^(track|browser)\s/.test(`${text} `)) return 'browser'
    return this.text.trim() === '' ? 'blank' : 'too few columns'
  }

  get text(): string {
    return this.#slice(this.#columns[0]!, this.#columns[this.#found]! - 1)
  }

  /** Number of columns. */
  get columns(): number {
    return this.#found
  }

  /** Column 1, decoded. */
  get seqid(): string {
    return this.#word(this.#seqids, 0)
  }

  /** Column 3, decoded. */
  get type(): string {
    return this.#word(this.#types, 2)
  }

  /** Column 9, as it stands. A string of its own, which keeps nothing else in memory. */
  get attributes(): string {
    const column = this.#column(8)
    const tab = column.indexOf('\t')
    return tab < 0 ? column : column.slice(0, tab)
  }

  /** Reads columns 4, 5, 7 and 8; text says what is wrong with them. */
  placement(): Placement | string {
    const columns = this.#columns
    if (columns[1]! - columns[0]! === 1 || columns[3]! - columns[2]! === 1) {
      return 'the sequence or the type is empty'
    }
    const start1 = this.#position(3)
    const end1 = this.#position(4)
    if (start1 === 0 || end1 === 0) {
      return `start ${shown(this.#column(3))} and end ${shown(this.#column(4))} must be whole numbers from 1 on`
    }
    const strand = STRANDS.get(this.#only(6))
    if (strand === undefined) {
      return `the strand is ${shown(this.#column(6))} instead of +, -, . or ?`
    }
    const phase = this.#only(7)
    if (!PHASES.has(phase)) {
      return `the phase is ${shown(this.#column(7))} instead of 0, 1, 2 or .`
    }
    return { start1, end1, strand, phase: PHASES.get(phase) }
  }

  #word(words: RecentWords, index: number): string {
    const start = this.#columns[index]!
    const end = this.#columns[index + 1]! - 1
    return words.get(this.#bytes, start, end, this.#encoding)
  }

  #slice(start: number, end: number): string {
    return this.#bytes.toString(this.#encoding, start, end)
  }

  #column(index: number): string {
    return this.#slice(this.#columns[index]!, this.#columns[index + 1]! - 1)
  }

  /** The character of a column that has one; 0 for any other. */
  #only(index: number): number {
    const start = this.#columns[index]!
    return this.#columns[index + 1]! - start === 2 ? this.#bytes[start]! : 0
  }

  /** A whole number of up to 12 digits; 0 for anything else. */
  #position(index: number): number {
    const start = this.#columns[index]!
    const end = this.#columns[index + 1]! - 1
    if (end - start > 12) return 0
    let value = 0
    for (let at = start; at < end; at++) {
      const digit = this.#bytes[at]! - 48
      if (digit < 0 || digit > 9) return 0
      value = value * 10 + digit
    }
    return value
  }
}

/** By the code of the character: `+`, `-`, `.`, `?`. */
const STRANDS: ReadonlyMap<number, 1 | -1 | 0> = new Map<number, 1 | -1 | 0>([
  [43, 1],
  [45, -1],
  [46, 0],
  [63, 0],
])

/** By the code of the character: `.`, `0`, `1`, `2`. */
const PHASES: ReadonlyMap<number, 0 | 1 | 2 | undefined> = new Map<number, 0 | 1 | 2 | undefined>([
  [46, undefined],
  [48, 0],
  [49, 1],
  [50, 2],
])

function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}...` : text)
}
