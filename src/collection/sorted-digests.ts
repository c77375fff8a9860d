import { DIGEST_BYTES } from '../digest/sha512t24u.ts'

/** The alphabet of base64url in the order of its characters' codes. */
const RANKED = '-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'
const RANK = Uint8Array.from(ALPHABET, (character) => RANKED.indexOf(character))
const CODE = Uint8Array.from(RANKED, (character) => character.charCodeAt(0))

/** Characters of a spelled digest. */
const SPELLED = 32

/** Places of one bucket must fit beside 32 bits in a double. */
const PLACES = 1 << 21

/**
 * Digests in the order of their base64url spellings, 24 bytes each in memory. Bytes are not in that
 * order ('-' comes before 'A'), so what is kept of each character is its rank.
 */
export class SortedDigests {
  #ranks = new Uint8Array(64 * DIGEST_BYTES)
  #count = 0

  add(digest: Uint8Array): void {
    const from = this.#count++ * DIGEST_BYTES
    if (from === this.#ranks.length) {
      const grown = new Uint8Array(2 * from)
      grown.set(this.#ranks)
      this.#ranks = grown
    }
    const ranks = this.#ranks
    for (let i = 0; i < DIGEST_BYTES; i += 3) {
      const bits = (digest[i]! << 16) | (digest[i + 1]! << 8) | digest[i + 2]!
      const ranked =
        (RANK[bits >> 18]! << 18) |
        (RANK[(bits >> 12) & 63]! << 12) |
        (RANK[(bits >> 6) & 63]! << 6) |
        RANK[bits & 63]!
      ranks[from + i] = ranked >> 16
      ranks[from + i + 1] = (ranked >> 8) & 255
      ranks[from + i + 2] = ranked & 255
    }
  }

  /** Spells all in order, each into the buffer that is yielded: valid until the next. */
  *spelled(): Generator<Uint8Array> {
    const ranks = this.#ranks
    const text = new Uint8Array(SPELLED)
    for (const place of this.#order()) {
      const from = place * DIGEST_BYTES
      for (let i = 0, o = 0; i < DIGEST_BYTES; i += 3, o += 4) {
        const bits = (ranks[from + i]! << 16) | (ranks[from + i + 1]! << 8) | ranks[from + i + 2]!
        text[o] = CODE[bits >> 18]!
        text[o + 1] = CODE[(bits >> 12) & 63]!
        text[o + 2] = CODE[(bits >> 6) & 63]!
        text[o + 3] = CODE[bits & 63]!
      }
      yield text
    }
  }

  /**
   * Places in order: buckets by the first byte, and in each a native sort of doubles, which hold the
   * next four bytes and the place in the bucket.
   */
  *#order(): Generator<number> {
    const starts = new Float64Array(257)
    for (let i = 0; i < this.#count; i++) starts[this.#ranks[i * DIGEST_BYTES]! + 1]!++
    for (let i = 0; i < 256; i++) starts[i + 1]! += starts[i]!
    const filled = starts.slice()
    const places = new Uint32Array(this.#count)
    for (let i = 0; i < this.#count; i++) {
      places[filled[this.#ranks[i * DIGEST_BYTES]!]!++] = i
    }
    for (let bucket = 0; bucket < 256; bucket++) {
      const bucketPlaces = places.subarray(starts[bucket]!, starts[bucket + 1]!)
      if (bucketPlaces.length <= PLACES) yield* this.#sort(bucketPlaces)
      else yield* [...bucketPlaces].sort((a, b) => this.#compare(a, b))
    }
  }

  *#sort(places: Uint32Array): Generator<number> {
    const view = new DataView(this.#ranks.buffer)
    const keys = Float64Array.from(
      places,
      (place, i) => view.getUint32(place * DIGEST_BYTES + 1) * PLACES + i,
    ).sort()
    for (let i = 0; i < keys.length; ) {
      const prefix = Math.floor(keys[i]! / PLACES)
      let next = i + 1
      while (next < keys.length && Math.floor(keys[next]! / PLACES) === prefix) next++
      if (next === i + 1) {
        yield places[keys[i]! % PLACES]!
      } else {
        const same = Array.from(keys.subarray(i, next), (key) => places[key % PLACES]!)
        yield* same.sort((a, b) => this.#compare(a, b))
      }
      i = next
    }
  }

  #compare(a: number, b: number): number {
    const ranks = this.#ranks
    for (let i = 0; i < DIGEST_BYTES; i++) {
      const difference = ranks[a * DIGEST_BYTES + i]! - ranks[b * DIGEST_BYTES + i]!
      if (difference !== 0) return difference
    }
    return 0
  }
}
