/** Positions of equal keys in a list, each chain ascending: one map and one array for a million keys. */
export class IndexOf<K> {
  readonly #first = new Map<K, number>()
  /** Of keys with more than one position. */
  readonly #last = new Map<K, number>()
  readonly #next: Int32Array

  /** @param size - Length of the list. */
  constructor(size: number) {
    this.#next = new Int32Array(size).fill(-1)
  }

  /** Adds a position; positions ascend. */
  add(key: K, position: number): void {
    const first = this.#first.get(key)
    if (first === undefined) this.#first.set(key, position)
    else {
      this.#next[this.#last.get(key) ?? first] = position
      this.#last.set(key, position)
    }
  }

  has(key: K): boolean {
    return this.#first.has(key)
  }

  isUnique(key: K): boolean {
    return this.#first.has(key) && !this.#last.has(key)
  }

  /** The first position of a key, or -1. */
  first(key: K): number {
    return this.#first.get(key) ?? -1
  }

  /** The position of the same key after one, or -1. */
  next(position: number): number {
    return this.#next[position]!
  }

  /** Keys with more than one position. */
  repeated(): Iterable<K> {
    return this.#last.keys()
  }
}

/** Free positions of one key that are looked at: a file may use one name a million times. */
const LOOKED_AT = 64

/** Finds positions that are still free, in constant time however many of a key are taken. */
export class FreePositions<K> {
  readonly #index: IndexOf<K>
  readonly #isFree: (position: number) => boolean
  /** Where the free positions of a key begin, for those whose first is taken. */
  readonly #heads = new Map<K, number>()

  constructor(index: IndexOf<K>, isFree: (position: number) => boolean) {
    this.#index = index
    this.#isFree = isFree
  }

  /** The first free position of a key for which a test holds, or -1. */
  find(key: K, test: (position: number) => boolean = () => true): number {
    let at = this.#heads.get(key) ?? this.#index.first(key)
    if (at < 0) return -1
    const head = at
    while (at >= 0 && !this.#isFree(at)) at = this.#index.next(at)
    if (at !== head) this.#heads.set(key, at)
    for (let looked = 0; at >= 0 && looked < LOOKED_AT; at = this.#index.next(at)) {
      if (!this.#isFree(at)) continue
      if (test(at)) return at
      looked++
    }
    return -1
  }
}
