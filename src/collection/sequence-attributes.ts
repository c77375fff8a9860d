import { ArrayDigester, DIGITS } from './array-digester.ts'
import type { AttributeName } from './attributes.ts'
import { digestOfSorted } from './digest-sorted.ts'
import { SortedDigests } from './sorted-digests.ts'
import { SPELLED, spellDigest } from './spelled-digest.ts'

const QUOTE = 0x22
const SQ = Buffer.from('"SQ.')

/** Digests the attributes of a collection that have no names. */
export class SequenceAttributes {
  readonly #lengths = new ArrayDigester()
  readonly #sequences = new ArrayDigester()
  readonly #sorted = new SortedDigests()

  /** Adds a member by the digest of its sequence, 24 bytes at a place of others, and its length. */
  add(digests: Uint8Array, at: number, length: number): void {
    this.#lengths.begin(DIGITS)
    this.#lengths.number(length)
    const spelled = this.#sequences
    spelled.begin(SPELLED + 5)
    spelled.part(SQ, 0, 4)
    spellDigest(digests, at, spelled.bytes, spelled.length)
    this.#sorted.addSpelled(spelled.bytes, spelled.length)
    spelled.length += SPELLED
    spelled.byte(QUOTE)
  }

  /** The digest of each, 24 bytes; nothing can be added after it. */
  digests(): [AttributeName, Uint8Array][] {
    return [
      ['lengths', this.#lengths.digest()],
      ['sequences', this.#sequences.digest()],
      // Sequences have their prefix (3.1 of the text).
      ['sorted_sequences', digestOfSorted(this.#sorted, 'SQ.')],
    ]
  }
}
