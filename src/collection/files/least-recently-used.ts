/** Values that took long to make, the most recently used ones, up to a weight. */
export class LeastRecentlyUsed {
  readonly #limit: number
  /** In order of last use. */
  readonly #entries = new Map<string, { readonly value: Promise<unknown>; weight: number }>()
  #weight = 0

  /** @param limit Weight of all values together; the newest is kept whatever it weighs. */
  constructor(limit: number) {
    this.#limit = limit
  }

  /** The value of a key, made once for all who ask at the same time; a failure is not kept. */
  get<T>(key: string, make: () => Promise<T>, weigh: (value: T) => number): Promise<T> {
    const known = this.#entries.get(key)
    if (known) {
      this.#entries.delete(key)
      this.#entries.set(key, known)
      return known.value as Promise<T>
    }
    const value = make()
    const entry = { value, weight: 0 }
    this.#entries.set(key, entry)
    value.then(
      (made) => {
        if (this.#entries.get(key) !== entry) return
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
      this.#weight -= entry.weight
    }
  }
}
