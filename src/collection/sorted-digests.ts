import { SPELLED, spellDigest } from './spelled-digest.ts'

/** Digests that a piece of memory holds: pieces are not copied as more of them come. */
const IN_PIECE_BITS = 12
const IN_PIECE = 1 << IN_PIECE_BITS

/** The characters of base64url, in the order of their codes. */
const RANKED = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'
const RANK = new Uint8Array(128)
for (const [rank, character] of [...RANKED].entries()) RANK[character.charCodeAt(0)] = rank

/** Digests are sorted in buckets of those whose first two characters are the same. */
const BUCKETS = 1 << 12

/** Places of one bucket must fit beside 32 bits in a double. */
const PLACES = 1 << 21

/**
 * Digests in the order of their base64url spellings, 32 bytes each in memory: bytes themselves are not
 * in that order ('-' comes before 'A').
 */
export class SortedDigests {
  readonly #pieces: Uint8Array[] = []
  #count = 0

  /** Adds the digest that the first 24 bytes are. */
  add(digest: Uint8Array): void {
    const piece = this.#room()
    spellDigest(digest, 0, piece, placeIn(this.#count++))
  }

  /** Adds the digest whose base64url stands at a place of a text. */
  addSpelled(text: Uint8Array, from: number): void {
    const piece = this.#room()
    for (let i = from, o = placeIn(this.#count++); i < from + SPELLED; i++, o++) piece[o] = text[i]!
  }

  /** Spells all in order, each into the buffer that is yielded: valid until the next. */
  *spelled(): Generator<Uint8Array> {
    const text = new Uint8Array(SPELLED)
    for (const places of this.#buckets()) {
      this.#sort(places)
      for (let k = 0; k < places.length; k++) {
        const piece = this.#pieces[places[k]! >> IN_PIECE_BITS]!
        for (let i = 0, from = placeIn(places[k]!); i < SPELLED; i++) text[i] = piece[from + i]!
        yield text
      }
    }
  }

  #room(): Uint8Array {
    const piece = this.#count >> IN_PIECE_BITS
    this.#pieces[piece] ??= new Uint8Array(IN_PIECE * SPELLED)
    return this.#pieces[piece]
  }

  /** Places by the first two characters: what is sorted at once stays in the cache. */
  *#buckets(): Generator<Uint32Array> {
    const bucketOf = (place: number) => {
      const piece = this.#pieces[place >> IN_PIECE_BITS]!
      const at = placeIn(place)
      return (RANK[piece[at]!]! << 6) | RANK[piece[at + 1]!]!
    }
    const ends = new Float64Array(BUCKETS)
    for (let i = 0; i < this.#count; i++) ends[bucketOf(i)]!++
    for (let i = 1; i < BUCKETS; i++) ends[i]! += ends[i - 1]!
    const filled = Float64Array.from(ends, (_, i) => (i === 0 ? 0 : ends[i - 1]!))
    const places = new Uint32Array(this.#count)
    for (let i = 0; i < this.#count; i++) places[filled[bucketOf(i)]!++] = i
    for (let i = 0, start = 0; i < BUCKETS; i++) {
      if (ends[i]! > start) yield places.subarray(start, ends[i])
      start = ends[i]!
    }
  }

  /** Sorts the places of a bucket: natively, as doubles of the next four characters and the place in it. */
  #sort(places: Uint32Array): void {
    if (places.length > PLACES) {
      places.sort((a, b) => this.#compare(a, b))
      return
    }
    const keys = new Float64Array(places.length)
    for (let i = 0; i < keys.length; i++) {
      const piece = this.#pieces[places[i]! >> IN_PIECE_BITS]!
      const at = placeIn(places[i]!) + 2
      const high = (piece[at]! << 16) | (piece[at + 1]! << 8) | piece[at + 2]!
      keys[i] = (high * 256 + piece[at + 3]!) * PLACES + i
    }
    keys.sort()
    const before = places.slice()
    let start = 0
    let prefix = -1
    for (let i = 0; i < keys.length; i++) {
      const bits = Math.floor(keys[i]! / PLACES)
      places[i] = before[keys[i]! - bits * PLACES]!
      if (bits === prefix) continue
      if (i - start > 1) places.subarray(start, i).sort((a, b) => this.#compare(a, b))
      start = i
      prefix = bits
    }
    if (keys.length - start > 1) places.subarray(start).sort((a, b) => this.#compare(a, b))
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
