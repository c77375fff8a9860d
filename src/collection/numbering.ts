/** One map of a million keys would stop everything for 60 ms each time that it doubles. */
const SHARDS = 256

/** Numbers distinct texts from 0, in the order in which they come. */
export class Numbering {
  readonly #shards = Array.from({ length: SHARDS }, () => new Map<string, number>())
  #size = 0

  get size(): number {
    return this.#size
  }

  /** The number of a text, a new one if need be. */
  add(text: string): number {
    const key = keyOf(text)
    const shard = this.#shards[shardOf(key)]!
    const known = shard.get(key)
    if (known !== undefined) return known
    shard.set(key, this.#size)
    return this.#size++
  }

  /** The number of a text, -1 if it has none. */
  find(text: string): number {
    const key = keyOf(text)
    return this.#shards[shardOf(key)]!.get(key) ?? -1
  }
}

/**
 * A text that is a number is hashed as a number, without a secret: whoever posts lengths could
 * choose a million that fall together.
 */
function keyOf(text: string): string {
  const first = text.charCodeAt(0)
  return first >= 48 && first <= 57 ? `#${text}` : text
}

/** The characters before the closing quote differ most. */
function shardOf(key: string): number {
  const { length } = key
  let hash = length
  for (let i = Math.max(0, length - 5); i < length; i++)
    hash = Math.imul(hash, 31) + key.charCodeAt(i)
  return (hash ^ (hash >>> 8)) & (SHARDS - 1)
}
