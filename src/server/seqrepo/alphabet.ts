import type { SequenceRecord, SequenceStore } from '../../store/store.ts'

/** Residues read at once. */
const PIECE = 256 * 1024

/** Sequences whose alphabet is remembered: some 2 MB of them. */
const REMEMBERED = 10_000

/**
 * Tells the distinct residues of sequences. The store keeps no such thing, and 100 Mb take 0.28 s to
 * look through: what was found is remembered.
 */
export class Alphabets {
  readonly #store: SequenceStore
  readonly #known = new Map<string, Promise<string>>()

  constructor(store: SequenceStore) {
    this.#store = store
  }

  /** @param id Of the sequence: any text that is its alone. */
  of(record: SequenceRecord, id: string): Promise<string> {
    const known = this.#known.get(id)
    if (known !== undefined) return known
    const alphabet = this.#read(record)
    alphabet.catch(() => this.#known.delete(id))
    if (this.#known.size >= REMEMBERED) this.#known.delete(this.#known.keys().next().value!)
    this.#known.set(id, alphabet)
    return alphabet
  }

  async #read(record: SequenceRecord): Promise<string> {
    const seen = new Uint8Array(128)
    const buffer = new Uint8Array(Math.min(record.length, PIECE))
    for (let start0 = 0; start0 < record.length; start0 += PIECE) {
      const end0 = Math.min(start0 + PIECE, record.length)
      await this.#store.read(record, start0, end0, buffer)
      for (let i = 0; i < end0 - start0; i++) seen[buffer[i]!] = 1
    }
    return String.fromCharCode(...[...seen.keys()].filter((residue) => seen[residue] === 1))
  }
}
