/** Keeps what was used last, up to a number of bytes. */
export class Cache {
  readonly #limit: number
  readonly #entries = new Map<string, Uint8Array>()
  #bytes = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  get(key: string): Uint8Array | undefined {
    const value = this.#entries.get(key)
    // Put to the end, as the one used last.
    if (value && this.#entries.delete(key)) this.#entries.set(key, value)
    return value
  }

  /** @param key - Of something that is not kept yet. */
  set(key: string, value: Uint8Array): void {
    this.#entries.set(key, value)
    this.#bytes += value.length
    for (const [oldest, { length }] of this.#entries) {
      if (this.#bytes <= this.#limit) return
      this.#entries.delete(oldest)
      this.#bytes -= length
    }
  }
}
