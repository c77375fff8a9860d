/**
 * IDs of rows for sequences and operons, which are nobody's parents. Such a row may stand behind what
 * names it, but not behind a `###` that ends this.
 */
export class Containers {
  /** Lines that begin the part of the file, up to a `###`, that an ID is first a container's in. */
  readonly #since = new Map<string, number>()

  /** @param since - 1-based line of the last `###`, or 0. */
  add(id: string, since: number): void {
    if (!this.#since.has(id)) this.#since.set(id, since)
  }

  /** Whether a Parent on a line is a container. */
  has(id: string, line: number): boolean {
    const since = this.#since.get(id)
    return since !== undefined && since <= line
  }

  /** Those of a line's Parents that hold it together with others. */
  without(parents: readonly string[], line: number): readonly string[] {
    return this.#since.size > 0 ? parents.filter((parent) => !this.has(parent, line)) : parents
  }
}
