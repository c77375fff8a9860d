import { createHash } from 'node:crypto'
import { closeSync, openSync, writeSync } from 'node:fs'
import { randomOf } from './random.ts'

/** A record of the generated file. */
export interface GenomeRecord {
  readonly name: string
  /** In hex. */
  readonly md5: string
  readonly length: number
}

const LINE = 60
/** Residues of a piece: whole lines. */
const PIECE = LINE * 17_000

/**
 * Writes a FASTA file of 255 million bases: nine long records, half in lower case with runs of N,
 * and 20,000 short ones, so that packs, journal and catalog all have something to do.
 */
export function writeGenome(path: string, seed: number): GenomeRecord[] {
  const random = randomOf(seed)
  const file = openSync(path, 'w')
  const records: GenomeRecord[] = []
  try {
    const piece = new Piece(random)
    for (let chromosome = 1; chromosome <= 9; chromosome++) {
      const name = `chr${chromosome}`
      const md5 = createHash('md5')
      writeSync(file, `>${name}\n`)
      const pieces = 26
      for (let i = 0; i < pieces; i++) {
        piece.change(i % 9 === 4)
        writeSync(file, piece.lines)
        md5.update(piece.residues)
      }
      records.push({ name, md5: md5.digest('hex'), length: pieces * PIECE })
    }
    for (let i = 0; i < 20_000; i++) {
      const start = (i % 500) * 33
      piece.stamp(start * LINE, i)
      const lines = piece.lines.subarray(start * (LINE + 1), (start + 15) * (LINE + 1))
      const residues = piece.residues.subarray(start * LINE, (start + 15) * LINE)
      writeSync(file, `>short${i} of the same\n`)
      writeSync(file, lines)
      const md5 = createHash('md5').update(residues).digest('hex')
      records.push({ name: `short${i}`, md5, length: residues.length })
    }
  } finally {
    closeSync(file)
  }
  return records
}

/** A piece of sequence as it stands in a file, and as it is digested. */
class Piece {
  readonly lines: Uint8Array = new Uint8Array((PIECE / LINE) * (LINE + 1)).fill(10)
  readonly residues: Uint8Array = new Uint8Array(PIECE)
  readonly #random: () => number
  #gapStart = 0
  #gap: Uint8Array = new Uint8Array(0)

  constructor(random: () => number) {
    this.#random = random
    for (let i = 0; i < PIECE; i++) this.#set(i, 'ACGT'.charCodeAt(random() & 3))
  }

  /** Makes another piece of it: a few hundred residues differ, and a long run may be N. */
  change(gap: boolean): void {
    for (let i = 0; i < 300; i++) {
      this.#set(this.#random() % PIECE, 'ACGT'.charCodeAt(this.#random() & 3))
    }
    // The last gap is filled again, else all would be N in the end.
    for (const [i, letter] of this.#gap.entries()) this.#set(this.#gapStart + i, letter)
    this.#gapStart = this.#random() % (PIECE >> 1)
    this.#gap = this.residues.slice(this.#gapStart, this.#gapStart + (gap ? 100_000 : 0))
    for (let i = 0; i < this.#gap.length; i++) this.#set(this.#gapStart + i, 78)
  }

  /** Writes a number as residues, to tell pieces apart. */
  stamp(start: number, number: number): void {
    for (let i = 0; i < 10; i++) this.#set(start + i, 'ACGT'.charCodeAt((number >> (2 * i)) & 3))
  }

  #set(i: number, letter: number): void {
    this.residues[i] = letter
    const lower = i % 600 < 300 ? 32 : 0
    this.lines[i + Math.floor(i / LINE)] = letter | lower
  }
}
