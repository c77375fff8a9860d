import { hash } from 'node:crypto'
import { Sha512Room } from '../simd/sha512-short.ts'
import { ArrayDigester, DIGITS } from './array-digester.ts'
import type { AttributeName } from './attributes.ts'
import { digestOfSorted } from './digest-sorted.ts'
import { SortedDigests } from './sorted-digests.ts'
import { SPELLED, spellDigest } from './spelled-digest.ts'

const QUOTE = 0x22
const BACKSLASH = 0x5c
const LENGTH = Buffer.from('{"length":')
const NAME = Buffer.from(',"name":"')
const END = Buffer.from('"}')

/** Digests the attributes of a collection that have names. */
export class NameAttributes {
  readonly #names = new ArrayDigester()
  /** In which pairs are written, and digested. */
  readonly #room = new Sha512Room()
  readonly #pairs = new ArrayDigester(this.#room.bytes)
  readonly #sortedPairs = new SortedDigests()
  /** The base64url of the digest at hand. */
  readonly #pair = new Uint8Array(SPELLED)

  /** Adds a member by its name, bytes `[from, to)` of UTF-8, and its length. */
  add(text: Uint8Array, from: number, to: number, length: number): void {
    if (isPlain(text, from, to)) this.#add(text, from, to, length)
    else {
      // `JSON.stringify` of a well-formed string is canonical.
      const name = Buffer.from(text.buffer, text.byteOffset + from, to - from).toString()
      const quoted = Buffer.from(JSON.stringify(name))
      this.#add(quoted, 1, quoted.length - 1, length)
    }
  }

  /** Adds a member whose name is canonical JSON but for the quotes. */
  #add(text: Uint8Array, from: number, to: number, length: number): void {
    const names = this.#names
    names.begin(to - from + 2)
    names.byte(QUOTE)
    names.part(text, from, to)
    names.byte(QUOTE)
    const pairs = this.#pairs
    const start = pairs.begin(to - from + DIGITS + 21)
    pairs.part(LENGTH, 0, LENGTH.length)
    pairs.number(length)
    pairs.part(NAME, 0, NAME.length)
    pairs.part(text, from, to)
    pairs.part(END, 0, END.length)
    spellDigest(this.#digest(start), 0, this.#pair, 0)
    this.#sortedPairs.addSpelled(this.#pair, 0)
  }

  /** The digest of the pair that begins at a place. */
  #digest(start: number): Uint8Array {
    const { bytes, length } = this.#pairs
    if (bytes !== this.#room.bytes) return hash('sha512', bytes.subarray(start, length), 'buffer')
    this.#room.take(start, length)
    return this.#room.digest
  }

  /** The digest of each, 24 bytes; nothing can be added after it. */
  digests(): [AttributeName, Uint8Array][] {
    return [
      ['names', this.#names.digest()],
      ['name_length_pairs', this.#pairs.digest()],
      // The digests are elements as they are (3.1 of the text).
      ['sorted_name_length_pairs', digestOfSorted(this.#sortedPairs, '')],
    ]
  }
}

/** Whether canonical JSON has a text as it is (RFC 8785, 3.2.2.2). */
function isPlain(text: Uint8Array, from: number, to: number): boolean {
  for (let i = from; i < to; i++) {
    const byte = text[i]!
    if (byte < 0x20 || byte === QUOTE || byte === BACKSLASH) return false
  }
  return true
}
