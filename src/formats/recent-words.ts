import { decodeField } from './gff3.ts'
import type { LineBlock } from './lines.ts'

/** In bytes. */
const MAX_WORD = 1000

/** Words that come again and again: no string is made of one that was there lately. */
export class RecentWords {
  readonly #bytes: Uint8Array[] = []
  readonly #texts: string[] = []

  get(bytes: Buffer, start: number, end: number, encoding: LineBlock['encoding']): string {
    const length = end - start
    const slot = (length + 7 * (bytes[start] ?? 0)) & 63
    const known = this.#bytes[slot]
    if (known?.length === length) {
      let i = 0
      while (i < length && known[i] === bytes[start + i]) i++
      if (i === length) return this.#texts[slot]!
    }
    const text = decodeField(bytes.toString(encoding, start, end))
    if (length <= MAX_WORD) {
      this.#bytes[slot] = Uint8Array.from(bytes.subarray(start, end))
      this.#texts[slot] = text
    }
    return text
  }
}
