/** What column 9 says: values by key, in the order of the line. */
export interface Attributes {
  /** The first value of a key. */
  first(key: string): string | undefined
  /** All values of a key; `undefined` if it is absent. */
  get(key: string): readonly string[] | undefined
}

/** Keys whose values are lists; in all others a comma is a comma. */
const LISTS: ReadonlySet<string> = new Set([
  ...['Parent', 'Alias', 'Note', 'Dbxref', 'Ontology_term', 'Derives_from', 'tag', 'gene_synonym'],
])

/**
 * GFF3's column 9, `key=value;key=value`. It is searched for each key that is asked for: few of the
 * attributes of a line are, and a map of all takes ten times as long.
 */
export class Gff3Attributes implements Attributes {
  readonly #column: string

  constructor(column: string) {
    this.#column = column
  }

  first(key: string): string | undefined {
    const at = this.#find(key, 0)
    if (at < 0) return undefined
    const value = this.#valueAt(at)
    const comma = LISTS.has(key) ? value.indexOf(',') : -1
    return decodeField((comma < 0 ? value : value.slice(0, comma)).trim())
  }

  get(key: string): readonly string[] | undefined {
    let values: string[] | undefined
    for (let at = this.#find(key, 0); at >= 0; at = this.#find(key, at)) {
      const value = this.#valueAt(at)
      // Lists are split before they are decoded: a value may hold `%2C`.
      const parts = LISTS.has(key) && value.includes(',') ? value.split(',') : [value]
      for (let i = 0; i < parts.length; i++) parts[i] = decodeField(parts[i]!.trim())
      if (!values) values = parts
      else for (const part of parts) values.push(part)
    }
    return values
  }

  /** Where the value of a key begins; -1 if it is absent from `from` on. */
  #find(key: string, from: number): number {
    const column = this.#column
    for (let at = column.indexOf(key, from); at >= 0; at = column.indexOf(key, at + 1)) {
      const value = at + key.length
      if (column.charCodeAt(value) !== 61) continue
      let before = at - 1
      while (before >= 0 && column.charCodeAt(before) === 32) before--
      if (before < 0 || column.charCodeAt(before) === 59) return value + 1
    }
    return -1
  }

  #valueAt(start: number): string {
    const end = this.#column.indexOf(';', start)
    return end < 0 ? this.#column.slice(start) : this.#column.slice(start, end)
  }
}

/** Decodes `%2C`; what is no such code stays as it is. */
export function decodeField(text: string): string {
  if (!text.includes('%')) return text
  try {
    return decodeURIComponent(text)
  } catch {
    return text.replace(/%([0-9A-Fa-f]{2})/g, (_, digits) =>
      String.fromCharCode(Number.parseInt(digits, 16)),
    )
  }
}
