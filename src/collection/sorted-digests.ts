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
    for (const places of this.#buckets()) {
      this.#sort(places)
      for (let k = 0; k < places.length; k++) {
        const from = places[k]! * DIGEST_BYTES
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
  }

  /** Places by the first byte: what is sorted at once stays in the cache. */
  #buckets(): Uint32Array[] {
    const ends = new Float64Array(256)
    for (let i = 0; i < this.#count; i++) ends[this.#ranks[i * DIGEST_BYTES]!]!++
    for (let i = 1; i < 256; i++) ends[i]! += ends[i - 1]!
    const filled = Float64Array.from(ends, (_, i) => (i === 0 ? 0 : ends[i - 1]!))
    const places = new Uint32Array(this.#count)
    for (let i = 0; i < this.#count; i++) {
      places[filled[this.#ranks[i * DIGEST_BYTES]!]!++] = i
    }
    return Array.from(ends, (end, i) => places.subarray(i === 0 ? 0 : ends[i - 1]!, end))
  }

  /** Sorts the places of a bucket: natively, as doubles of the next four bytes and the place in it. */
  #sort(places: Uint32Array): void {
    if (places.length > PLACES) {
      places.sort((a, b) => this.#compare(a, b))
      return
    }
    const view = new DataView(this.#ranks.buffer)
    const keys = new Float64Array(places.length)
    for (let i = 0; i < keys.length; i++) {
      keys[i] = view.getUint32(places[i]! * DIGEST_BYTES + 1) * PLACES + i
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
    const ranks = this.#ranks
    for (let i = 0; i < DIGEST_BYTES; i++) {
      const difference = ranks[a * DIGEST_BYTES + i]! - ranks[b * DIGEST_BYTES + i]!
      if (difference !== 0) return difference
    }
    return 0
  }
}
