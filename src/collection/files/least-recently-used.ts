interface Entry {
  readonly value: Promise<unknown>
  /** What `value` came to, once it is there. */
  made?: unknown
  weight: number
}

/** Values that took long to make, the most recently used ones, up to a weight. */
export class LeastRecentlyUsed {
  readonly #limit: number
  /** In order of last use. */
  readonly #entries = new Map<string | number, Entry>()
  #weight = 0
  /** What was used last, which stands at the end. */
  #newest: Entry | undefined

  /** @param limit Weight of all values together; the newest is kept whatever it weighs. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** The value of a key, if it is at hand. */
  at<T>(key: string | number): T | undefined {
    const known = this.#entries.get(key)
    if (known?.made !== undefined) this.#use(key, known)
    return known?.made as T | undefined
  }

  /** The value of a key, made once for all who ask at the same time; a failure is not kept. */
  get<T>(key: string | number, make: () => Promise<T>, weigh: (value: T) => number): Promise<T> {
    const known = this.#entries.get(key)
    if (known) {
      this.#use(key, known)
      return known.value as Promise<T>
    }
    const value = make()
    const entry: Entry = { value, weight: 0 }
    this.#use(key, entry)
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

  #use(key: string | number, entry: Entry): void {
    if (entry === this.#newest) return
    this.#newest = entry
    this.#entries.delete(key)
    this.#entries.set(key, entry)
  }

  #evict(newest: object): void {
    for (const [key, entry] of this.#entries) {
      if (this.#weight <= this.#limit) return
      if (entry === newest || entry.weight === 0) continue
      this.#entries.delete(key)
      this.#weight -= entry.weight
    }
  }
}
