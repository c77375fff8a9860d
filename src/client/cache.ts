/** About what an entry takes beside its residues, so that empty ones count too. */
const ENTRY = 100

/** Keeps what was used last, up to a number of bytes. What comes in and out are copies, free to be written to. */
export class Cache {
  readonly #limit: number
  readonly #entries = new Map<string, Uint8Array<ArrayBuffer>>()
  #bytes = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  get(key: string): Uint8Array<ArrayBuffer> | undefined {
    const value = this.#entries.get(key)
    // Put to the end, as the one used last.
    if (value && this.#entries.delete(key)) this.#entries.set(key, value)
    return value?.slice()
  }

  /** Takes no more than a quarter of the whole, so that one value does not drive out all others. */
  set(key: string, value: Uint8Array<ArrayBuffer>): void {
    const entries = this.#entries
    if (entries.has(key) || 4 * value.length > this.#limit) return
    entries.set(key, value.slice())
    this.#bytes += value.length + ENTRY
    for (const [oldest, { length }] of entries) {
      if (this.#bytes <= this.#limit) return
      entries.delete(oldest)
      this.#bytes -= length + ENTRY
    }
  }
}
