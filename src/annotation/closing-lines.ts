/**
 * Finds the lines at which what hangs together by its names is complete. The second reading of a file
 * can then give each gene at its last line and forget it, in whatever order the lines stand: sorted by
 * position, genes within genes, children before parents.
 *
 * Names are known by their hashes: 5 million would take 400 MB as strings, and take 80 MB so. Two
 * names of one hash only let their genes be complete later.
 */
export class ClosingLines {
  readonly #closing = new LineSet()
  /** Open addressing: one more than the index of a name, or 0. */
  #table = new Int32Array(1 << 12)
  #count = 0
  #hashes = new Int32Array(1 << 11)
  #slots = new Int32Array(1 << 11)
  /** Of the sets of names: the index of another name of the set, or its own. */
  #others = new Int32Array(1 << 11)
  #lastLines = new Uint32Array(1 << 11)
  /** Nothing is complete before all that is open ends. */
  #held = false

  /**
   * Takes the names of a line, one at least.
   *
   * @param region - Number of the sequence: names of two sequences are not the same.
   */
  add(line: number, region: number, names: readonly string[]): void {
    let root = this.#root(this.#indexOf(hashOf(names[0]!, region)))
    for (let i = 1; i < names.length; i++) {
      const other = this.#root(this.#indexOf(hashOf(names[i]!, region)))
      // The older name stays the root, so that chains of children stay short.
      const [low, high] = root < other ? [root, other] : [other, root]
      this.#others[high] = low
      root = low
    }
    this.#lastLines[root] = line
  }

  /**
   * Takes the name of a sequence or an operon, which holds nothing together: lines that have named it
   * before belong together otherwise than it seemed.
   */
  container(region: number, name: string): void {
    if (this.#table[this.#slotOf(hashOf(name, region))]! > 0) this.#held = true
  }

  /** Ends all that is open (`###`). */
  close(): void {
    for (let i = 0; i < this.#count; i++) {
      if (!this.#held && this.#others[i] === i) this.#closing.add(this.#lastLines[i]!)
      this.#table[this.#slots[i]!] = 0
    }
    this.#count = 0
    this.#held = false
  }

  finish(): LineSet {
    this.close()
    return this.#closing
  }

  #root(index: number): number {
    const others = this.#others
    let at = index
    while (others[at] !== at) {
      others[at] = others[others[at]!]!
      at = others[at]!
    }
    return at
  }

  #indexOf(hash: number): number {
    const slot = this.#slotOf(hash)
    const known = this.#table[slot]!
    if (known > 0) return known - 1
    const index = this.#count++
    this.#table[slot] = index + 1
    this.#slots[index] = slot
    this.#hashes[index] = hash
    this.#others[index] = index
    if (this.#count === this.#hashes.length) this.#grow()
    return index
  }

  /** Double hashing: chains stay short whatever names someone thinks of. */
  #slotOf(hash: number): number {
    const mask = this.#table.length - 1
    const step = (hash >>> 12) | 1
    let slot = hash & mask
    for (;;) {
      const known = this.#table[slot]!
      if (known === 0 || this.#hashes[known - 1] === hash) return slot
      slot = (slot + step) & mask
    }
  }

  #grow(): void {
    const size = this.#hashes.length * 2
    this.#hashes = copied(this.#hashes, new Int32Array(size))
    this.#slots = copied(this.#slots, new Int32Array(size))
    this.#others = copied(this.#others, new Int32Array(size))
    this.#lastLines = copied(this.#lastLines, new Uint32Array(size))
    this.#table = new Int32Array(size * 2)
    for (let i = 0; i < this.#count; i++) {
      const slot = this.#slotOf(this.#hashes[i]!)
      this.#slots[i] = slot
      this.#table[slot] = i + 1
    }
  }
}

function copied<T extends Int32Array | Uint32Array>(from: T, to: T): T {
  to.set(from)
  return to
}

/** FNV-1a over UTF-16, its bits mixed as MurmurHash3 does at its end. */
function hashOf(name: string, region: number): number {
  let hash = 0x811c9dc5 ^ Math.imul(region, 0x9e3779b1)
  for (let i = 0; i < name.length; i++) {
    hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
  }
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return hash ^ (hash >>> 16)
}

/** Numbers of lines, a bit each. */
export class LineSet {
  #bits = new Uint32Array(1 << 10)

  add(line: number): void {
    const word = line >>> 5
    if (word >= this.#bits.length) {
      this.#bits = copied(this.#bits, new Uint32Array(Math.max(word + 1, this.#bits.length * 2)))
    }
    this.#bits[word]! |= 1 << (line & 31)
  }

  has(line: number): boolean {
    return ((this.#bits[line >>> 5] ?? 0) & (1 << (line & 31))) !== 0
  }
}
