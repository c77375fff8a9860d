interface Entry {
  readonly value: Promise<unknown>
  /** What `value` came to, once it is there. */
  made: unknown
  weight: number
  /** Whether it was used since it last came to the end of the line. */
  used: boolean
}

/**
 * Values that took long to make, those of late use, up to a weight. The oldest goes first; one that was used has a
 * second chance at the end of the line, so that a use changes nothing but a mark.
 */
export class LeastRecentlyUsed {
  readonly #limit: number
  readonly #entries = new Map<string | number, Entry>()
  #weight = 0

  /** @param limit Weight of all values together; the newest is kept whatever it weighs. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** The value of a key, if it is at hand. */
  at<T>(key: string | number): T | undefined {
    const known = this.#entries.get(key)
    if (known) known.used = true
    return known?.made as T | undefined
  }

  /** The value of a key, made once for all who ask at the same time; a failure is not kept. */
  get<T>(key: string | number, make: () => Promise<T>, weigh: (value: T) => number): Promise<T> {
    const known = this.#entries.get(key)
    if (known) {
      known.used = true
      return known.value as Promise<T>
    }
    const value = make()
    const entry: Entry = { value, made: undefined, weight: 0, used: false }
    this.#entries.set(key, entry)
    value.then(
      (made) => {
        if (this.#entries.get(key) !== entry) return
        entry.made = made
        entry.weight = weigh(made)
        this.#weight += entry.weight
        this.#evict(entry)
      },
      () => this.#entries.get(key) === entry && this.#entries.delete(key),
    )
    return value
  }

  #evict(newest: object): void {
    for (const [key, entry] of this.#entries) {
      if (this.#weight <= this.#limit) return
      if (entry === newest || entry.weight === 0) continue
      this.#entries.delete(key)
      if (entry.used) {
        entry.used = false
        this.#entries.set(key, entry)
        continue
      }
      this.#weight -= entry.weight
    }
  }
}
