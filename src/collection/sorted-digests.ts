import { SPELLED, spellDigest } from './spelled-digest.ts'

/** Digests that a piece of memory holds: pieces are not copied as more of them come. */
const IN_PIECE_BITS = 8
const IN_PIECE = 1 << IN_PIECE_BITS

/** The characters of base64url, in the order of their codes. */
const RANKED = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'
const RANK = new Uint8Array(128)
for (const [rank, character] of [...RANKED].entries()) RANK[character.charCodeAt(0)] = rank

/** Places of one bucket must fit beside 32 bits in a double. */
const PLACES = 1 << 21

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
    for (const { count, copy } of this.inParts()) {
      for (let i = 0; i < count; i++) {
        copy(i, text, 0)
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
export interface SortedPart {
  readonly count: number
  /** Copies one of them, {@link SPELLED} bytes, to a place of an array. */
  readonly copy: (index: number, into: Uint8Array, at: number) => void
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
    const places = this.#sortedPlaces()
    const copy = (index: number, into: Uint8Array, at: number) => {
      const place = places[index]!
      const piece = this.#pieces[place >> IN_PIECE_BITS]!
      for (let i = placeIn(place), end = i + SPELLED, o = at; i < end; i++, o++) into[o] = piece[i]!
    }
    return { count: this.count, copy }
  }

  /** Sorts natively, as doubles of the second to the fifth character and the place. */
  #sortedPlaces(): Uint32Array {
    const places = new Uint32Array(this.count)
    if (this.count > PLACES) {
      return places.map((_, i) => i).sort((a, b) => this.#compare(a, b))
    }
    const keys = new Float64Array(this.count)
    for (let i = 0; i < keys.length; i++) {
      const piece = this.#pieces[i >> IN_PIECE_BITS]!
      const at = placeIn(i) + 1
      const high = (piece[at]! << 16) | (piece[at + 1]! << 8) | piece[at + 2]!
      keys[i] = (high * 256 + piece[at + 3]!) * PLACES + i
    }
    keys.sort()
    let start = 0
    let prefix = -1
    for (let i = 0; i <= keys.length; i++) {
      const bits = i < keys.length ? Math.floor(keys[i]! / PLACES) : -1
      if (i < keys.length) places[i] = keys[i]! - bits * PLACES
      if (bits === prefix) continue
      if (i - start > 1) places.subarray(start, i).sort((a, b) => this.#compare(a, b))
      start = i
      prefix = bits
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
