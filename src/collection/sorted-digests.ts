import { sortByPrefix } from '../store/radix-sort.ts'
import { SPELLED, spellDigest } from './spelled-digest.ts'

/** Digests that a piece of memory holds: pieces are not copied as more of them come. */
const IN_PIECE_BITS = 8
const IN_PIECE = 1 << IN_PIECE_BITS

const NOTHING = new Uint8Array(0)

/** The characters of base64url, in the order of their codes. */
const RANKED = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'
const RANK = new Uint8Array(128)
for (const [rank, character] of [...RANKED].entries()) RANK[character.charCodeAt(0)] = rank

/**
 * Digests in the order of their base64url spellings, 32 bytes each in memory: bytes themselves are not
 * in that order ('-' comes before 'A').
 */
export class SortedDigests {
  /** By the first character: what is sorted at once stays in the cache. */
  readonly #buckets = Array.from(RANKED, () => new Bucket())
  readonly #spelled = new Uint8Array(SPELLED)

  /** Adds the digest that the first 24 bytes are. */
  add(digest: Uint8Array): void {
    spellDigest(digest, 0, this.#spelled, 0)
    this.addSpelled(this.#spelled, 0)
  }

  /** Adds the digest whose base64url stands at a place of a text. */
  addSpelled(text: Uint8Array, from: number): void {
    this.#buckets[RANK[text[from]!]!]!.add(text, from)
  }

  /** Spells all in order, each into the buffer that is yielded: valid until the next. */
  *spelled(): Generator<Uint8Array> {
    const text = new Uint8Array(SPELLED)
    for (const part of this.inParts()) {
      for (let i = 0; i < part.count; i++) {
        part.write(i, i + 1, NOTHING, text)
        yield text
      }
    }
  }

  /** All in order, some thousand at a time. */
  *inParts(): Generator<SortedPart> {
    for (const bucket of this.#buckets) {
      if (bucket.count > 0) yield bucket.sorted()
    }
  }
}

/** Spelled digests in order, valid as long as none are added. */
export class SortedPart {
  readonly #pieces: readonly Uint8Array[]
  readonly #places: Uint32Array

  constructor(pieces: readonly Uint8Array[], places: Uint32Array) {
    this.#pieces = pieces
    this.#places = places
  }

  get count(): number {
    return this.#places.length
  }

  /** Writes those from one number to another, {@link SPELLED} bytes each, with the same before each. */
  write(from: number, to: number, before: Uint8Array, into: Uint8Array): void {
    let o = 0
    for (let number = from; number < to; number++) {
      const place = this.#places[number]!
      const piece = this.#pieces[place >> IN_PIECE_BITS]!
      for (let i = 0; i < before.length; i++, o++) into[o] = before[i]!
      for (let i = placeIn(place), end = i + SPELLED; i < end; i++, o++) into[o] = piece[i]!
    }
  }
}

class Bucket {
  readonly #pieces: Uint8Array[] = []
  count = 0

  add(text: Uint8Array, from: number): void {
    const number = this.count >> IN_PIECE_BITS
    this.#pieces[number] ??= new Uint8Array(IN_PIECE * SPELLED)
    const piece = this.#pieces[number]
    for (let i = from, o = placeIn(this.count++); i < from + SPELLED; i++, o++) piece[o] = text[i]!
  }

  sorted(): SortedPart {
    return new SortedPart(this.#pieces, this.#sortedPlaces())
  }

  /** Sorts by the second to the fifth character, and then those that have the same. */
  #sortedPlaces(): Uint32Array {
    const places = new Uint32Array(this.count)
    const prefixes = new Uint32Array(this.count)
    for (let i = 0; i < places.length; i++) {
      const piece = this.#pieces[i >> IN_PIECE_BITS]!
      const at = placeIn(i) + 1
      places[i] = i
      prefixes[i] =
        (piece[at]! << 24) | (piece[at + 1]! << 16) | (piece[at + 2]! << 8) | piece[at + 3]!
    }
    sortByPrefix(prefixes, places)
    for (let i = 0, next: number; i < places.length; i = next) {
      next = endOfEqual(prefixes, i)
      if (next > i + 1) places.subarray(i, next).sort((a, b) => this.#compare(a, b))
    }
    return places
  }

  #compare(a: number, b: number): number {
    const one = this.#pieces[a >> IN_PIECE_BITS]!
    const other = this.#pieces[b >> IN_PIECE_BITS]!
    for (let i = 0, at = placeIn(a), to = placeIn(b); i < SPELLED; i++) {
      const difference = one[at + i]! - other[to + i]!
      if (difference !== 0) return difference
    }
    return 0
  }
}

/** Where in its piece the digest of a place stands. */
function placeIn(place: number): number {
  return (place & (IN_PIECE - 1)) * SPELLED
}

/** Where those that are equal to the one at a place end. */
function endOfEqual(prefixes: Uint32Array, from: number): number {
  let end = from + 1
  while (end < prefixes.length && prefixes[end] === prefixes[from]) end++
  return end
}
