import { createHash } from 'node:crypto'
import { hex } from '../digest/hex.ts'
import { sha512t24u } from '../digest/sha512t24u.ts'
import { ByteReader, ByteWriter } from './binary.ts'
import type { Catalog } from './catalog.ts'
import type { CollectionAliasEntry, CollectionEntry, JournalEntry } from './journal/entry.ts'

/** Members read at once. */
const PAGE = 1000

/**
 * Compares the collections of journal records, member by member and run by run, with those of the
 * catalog.
 */
export class CollectionCheck {
  readonly #catalog: Catalog
  readonly #onProblem: (message: string) => void
  /** Of the collection at hand, as the journal has it. */
  #content = new Content()
  /** Mask sets that the record at hand has stated: a second statement does not count. */
  readonly #stated = new Set<string>()
  readonly #collections = new Set<string>()
  #record = 0

  constructor(catalog: Catalog, onProblem: (message: string) => void) {
    this.#catalog = catalog
    this.#onProblem = onProblem
  }

  /** Distinct collections that the journal states and does not take back. */
  get count(): number {
    return this.#collections.size
  }

  /** @param removed - Whether a later record takes back what the entry states. */
  async take(entry: JournalEntry, record: number, removed: boolean): Promise<void> {
    if (record !== this.#record) {
      this.#record = record
      this.#stated.clear()
      this.#content = new Content()
    }
    switch (entry.kind) {
      case 'mask':
        this.#content.mask(entry.runs)
        return
      case 'member':
        this.#content.member(entry.digest, entry.name, entry.description)
        return
      case 'collection': {
        const content = this.#content
        this.#content = new Content()
        if (removed) return
        this.#collections.add(hex(entry.digest))
        if (await this.#holds(entry, content)) return
        this.#onProblem(
          `the collection of ${entry.source} is not what the catalog says: run seqkeep rebuild`,
        )
        return
      }
      case 'collection alias':
        if (!removed) await this.#alias(entry)
        return
      case 'attributes': {
        const known = await this.#catalog.collection(entry.digest)
        // A collection that is gone took them along: a statement of it that is missing is told there.
        if (!known || same(known.attributes, entry.attributes)) return
        this.#onProblem(
          `collection ${sha512t24u(entry.digest)} has other attributes in the catalog: run seqkeep rebuild`,
        )
      }
    }
  }

  async #alias(entry: CollectionAliasEntry): Promise<void> {
    const { digest, authority, alias, mask } = entry
    const names = await this.#catalog.collectionAliases(digest)
    const listed = names.some(
      (each) => each.authority === authority && each.alias === alias && equal(each.mask, mask),
    )
    const found = await this.#catalog.collectionsByAlias(authority, alias)
    if (listed && found.some((each) => equal(each.digest, digest) && equal(each.mask, mask))) return
    this.#onProblem(
      `collection ${sha512t24u(digest)} lacks its alias ${authority}:${alias} in the catalog: run seqkeep rebuild`,
    )
  }

  /** Whether the catalog has the same members; the same texts and runs, if it has them from here. */
  async #holds({ digest, mask }: CollectionEntry, expected: Content): Promise<boolean> {
    const statement = await this.#catalog.collectionStatement(digest, mask)
    if (!statement) return false
    const found = new Content()
    for (let from = 0; ; from += PAGE) {
      const members = await this.#catalog.members(digest, mask, from, PAGE)
      for (const [i, member] of members.entries()) {
        const sequence = await this.#catalog.sequence(member.digest)
        if (sequence?.length !== member.length) return false
        const all = Number.MAX_SAFE_INTEGER
        const runs = await this.#catalog.maskRuns(digest, mask, from + i, 0, all)
        found.runs(runs)
        found.member(member.digest, member.name, member.description)
      }
      if (members.length < PAGE) break
    }
    const id = hex(digest) + hex(mask)
    const counts = statement.record === this.#record && !this.#stated.has(id)
    this.#stated.add(id)
    const [a, b] = [expected.digests(), found.digests()]
    return a.members === b.members && a.runs === b.runs && (!counts || a.texts === b.texts)
  }
}

/** What a collection holds, digested as it comes. */
class Content {
  readonly #members = createHash('sha512')
  readonly #texts = createHash('sha512')
  readonly #runs = createHash('sha512')
  readonly #out = new ByteWriter(256)
  /** The last run: one that touches it continues it. */
  #start = 0
  #end = 0

  mask(runs: Uint8Array): void {
    const from = new ByteReader(runs)
    while (!from.done) {
      const gap = from.integer()
      if (gap > 0) this.#endRun()
      if (gap > 0 || this.#end === 0) this.#start = this.#end + gap
      this.#end += gap + from.integer()
    }
  }

  runs(runs: readonly number[]): void {
    for (let i = 0; i < runs.length; i += 2) {
      this.#start = runs[i]!
      this.#end = runs[i + 1]!
      this.#endRun()
    }
  }

  member(digest: Uint8Array, name: string, description: string): void {
    this.#endRun()
    this.#runs.update('\0')
    this.#start = 0
    this.#end = 0
    this.#out.length = 0
    this.#out.raw(digest)
    this.#out.text(name)
    this.#members.update(this.#out.view())
    this.#out.length = 0
    this.#out.text(description)
    this.#texts.update(this.#out.view())
  }

  digests() {
    return {
      members: this.#members.digest('hex'),
      texts: this.#texts.digest('hex'),
      runs: this.#runs.digest('hex'),
    }
  }

  #endRun(): void {
    if (this.#start < this.#end) this.#runs.update(`${this.#start}-${this.#end},`)
    this.#start = this.#end
  }
}

function same(a: ReadonlyMap<string, Uint8Array>, b: ReadonlyMap<string, Uint8Array>): boolean {
  return a.size === b.size && [...a].every(([name, each]) => equal(each, b.get(name)))
}

function equal(a: Uint8Array, b: Uint8Array | undefined): boolean {
  return b !== undefined && Buffer.compare(a, b) === 0
}
