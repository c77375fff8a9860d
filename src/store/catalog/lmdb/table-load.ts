import type { RunWriter } from '../run-writer.ts'
import { Sorter } from '../sorter.ts'
import type { CollectionReplay } from './collection-replay.ts'
import { loadPairs, type Take } from './load-pairs.ts'
import { loadSequences } from './load-sequences.ts'
import type { LookupReplay } from './lookup-replay.ts'
import type { LookupsWritten } from './lookup-thread.ts'
import type { EnvironmentFile } from './pages/environment-file.ts'
import type { PageWriter } from './pages/page-writer.ts'
import { type Tree, TreeWriter } from './pages/tree-writer.ts'
import type { SequencePairs } from './sequence-pairs.ts'

/**
 * Fills tables of a catalog that nobody has open, page by page, from pairs in order. What LMDB keeps in
 * pages of its own (values of some 2,000 bytes) is left to be put.
 */
export class TableLoad {
  readonly #file: EnvironmentFile
  readonly #pages: PageWriter
  readonly #scratch: string
  readonly #runs: RunWriter

  /** @param scratch - Path prefix for what is left, of which there mostly is nothing. */
  constructor(file: EnvironmentFile, scratch: string, runs: RunWriter) {
    this.#file = file
    this.#pages = file.writer()
    this.#scratch = scratch
    this.#runs = runs
  }

  /**
   * Fills the tables of all that is known of sequences.
   *
   * @returns How many names they have, and what is left of those.
   */
  sequences(
    pairs: SequencePairs,
    numberOf: (statement: number) => number,
  ): { readonly left: Sorter; readonly count: number } {
    let count = 0
    const left = this.#fill('names', (names) => {
      this.#fill('sequence-collections', (collections) => {
        this.#fill('sequences', (records) => {
          count = loadSequences(pairs, numberOf, { records, collections, names })
        })
      })
    })
    return { left, count }
  }

  /** Fills the tables of what is in collections. */
  contents(collections: Pick<CollectionReplay, 'load'>): void {
    const trees = {
      members: new TreeWriter(this.#pages),
      descriptions: new TreeWriter(this.#pages),
      runs: new TreeWriter(this.#pages),
    }
    collections.load((kind, key, value) => {
      const pair = Buffer.concat([key, value])
      return trees[kind].put(pair, 0, key.length, pair.length)
    })
    this.#set('members', trees.members.finish())
    this.#set('descriptions', trees.descriptions.finish())
    this.#set('mask-runs', trees.runs.finish())
  }

  /** Makes tables of what sequences are found by of pages that were written for them. */
  written(lookups: LookupReplay, { tables, authorities }: LookupsWritten): void {
    for (const { name, tree, left } of tables) {
      this.#set(name, tree)
      const sorter = this.#nothingLeft(name)
      for (const [key, value] of left) sorter.add(key, value)
      lookups.filled(name, sorter)
    }
    lookups.addAuthorities(authorities)
  }

  /** Fills these tables here. */
  lookups(lookups: LookupReplay): void {
    for (const { name, sorter, loading } of lookups.tables) {
      lookups.filled(
        name,
        this.#fill(name, (take) => loadPairs(sorter.cursor(), loading, take)),
      )
    }
  }

  finish(): void {
    this.#pages.finish()
  }

  #fill(name: string, fill: (take: Take) => void): Sorter {
    const left = this.#nothingLeft(name)
    const tree = new TreeWriter(this.#pages)
    fill((bytes, key, value, end) => {
      if (tree.put(bytes, key, value, end)) return
      left.addParts(bytes, key, value - key, bytes, value, end)
    })
    this.#set(name, tree.finish())
    return left
  }

  #set(name: string, tree: Tree | undefined): void {
    if (tree) this.#file.setTable(name, tree)
  }

  #nothingLeft(name: string): Sorter {
    return new Sorter(`${this.#scratch}.${name}-left`, undefined, this.#runs)
  }
}
