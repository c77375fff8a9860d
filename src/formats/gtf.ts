import type { Attributes } from './gff3.ts'

const QUOTE = 34
const SEMICOLON = 59

/**
 * GTF's column 9: `key "value"; key value;`, with or without quotes, which may hold semicolons. A key
 * may come several times.
 */
export class GtfAttributes implements Attributes {
  readonly #column: string
  /** Where the value of the last {@link GtfAttributes.#find} lies, and what follows it. */
  #start = 0
  #end = 0
  #next = 0

  constructor(column: string) {
    this.#column = column
  }

  first(key: string): string | undefined {
    return this.#find(key, 0) ? this.#column.slice(this.#start, this.#end).trim() : undefined
  }

  get(key: string): readonly string[] | undefined {
    const values: string[] = []
    for (let found = this.#find(key, 0); found; found = this.#find(key, this.#next)) {
      values.push(this.#column.slice(this.#start, this.#end).trim())
    }
    return values.length > 0 ? values : undefined
  }

  #find(key: string, from: number): boolean {
    const column = this.#column
    const { length } = column
    for (let at = from; at < length; ) {
      while (at < length && isBlank(column.charCodeAt(at))) at++
      const start = at
      while (at < length && !isBlank(column.charCodeAt(at)) && column.charCodeAt(at) !== QUOTE) at++
      const wanted = at - start === key.length && column.startsWith(key, start)
      while (at < length && column.charCodeAt(at) <= 32) at++
      const quoted = column.charCodeAt(at) === QUOTE
      const value = quoted ? at + 1 : at
      const close = column.indexOf(quoted ? '"' : ';', value)
      const end = close < 0 ? length : close
      at = end + 1
      if (!wanted || value > end) continue
      this.#start = value
      this.#end = end
      this.#next = at
      return true
    }
    return false
  }
}

/** What stands between attributes, and after a key. */
function isBlank(code: number): boolean {
  return code <= 32 || code === SEMICOLON
}
