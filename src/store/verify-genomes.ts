import type { Catalog } from './catalog.ts'
import type { JournalEntry } from './journal/entry.ts'

/** Compares the genomes of journal records, entry by entry, with those of the catalog. */
export class GenomeCheck {
  readonly #catalog: Catalog
  readonly #onProblem: (message: string) => void
  #id: string | undefined
  #regions = 0
  #genes = 0
  #sound = true

  constructor(catalog: Catalog, onProblem: (message: string) => void) {
    this.#catalog = catalog
    this.#onProblem = onProblem
  }

  /** @param removed - Whether a later record removes the genome that the entry begins. */
  async take(entry: JournalEntry, removed: boolean): Promise<void> {
    switch (entry.kind) {
      case 'genome':
        this.#id = removed ? undefined : entry.id
        this.#regions = 0
        this.#genes = 0
        this.#sound = true
        return
      case 'region':
        if (this.#id === undefined) return
        await this.#compare(this.#catalog.regions(this.#id, this.#regions++, 1), entry.body)
        return
      case 'gene':
        if (this.#id === undefined) return
        await this.#compare(this.#catalog.genes(this.#id, this.#genes++, 1), entry.body)
        return
      case 'annotation': {
        if (this.#id === undefined) return
        const body = await this.#catalog.genome(this.#id)
        const more = await this.#catalog.genes(this.#id, this.#genes, 1)
        const sound = this.#sound && body && same(body, entry.body) && more.length === 0
        if (!sound) {
          this.#onProblem(`genome ${this.#id} is not what the catalog says: run seqkeep rebuild`)
        }
      }
    }
  }

  async #compare(found: Uint8Array[] | Promise<Uint8Array[]>, body: Uint8Array): Promise<void> {
    const [first] = await found
    if (!first || !same(first, body)) this.#sound = false
  }
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0
}
