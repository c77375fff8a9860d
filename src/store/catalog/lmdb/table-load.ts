import { Worker } from 'node:worker_threads'
import type { RunWriter } from '../run-writer.ts'
import { Sorter } from '../sorter.ts'
import { type Loading, loadPairs, type Take } from './load-pairs.ts'
import { loadSequences } from './load-sequences.ts'
import type { LoadData, Loaded, LoadJob } from './load-thread.ts'
import type { EnvironmentFile } from './pages/environment-file.ts'
import type { PageWriter } from './pages/page-writer.ts'
import { TreeWriter } from './pages/tree-writer.ts'
import type { SequencePairs } from './sequence-pairs.ts'

/** Node 20 runs no TypeScript in a thread: from the sources, all is done on the spot. */
const HAS_THREADS = import.meta.url.endsWith('.js')

/** A table that one sorter fills. */
export interface LargeTable {
  readonly name: string
  readonly sorter: Sorter
  readonly loading: Loading
}

/**
 * Fills tables of a catalog that nobody has open, page by page, from pairs in order. What LMDB keeps in
 * pages of its own (values of some 2,000 bytes) is left to be put: each method returns it.
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
   * Fills tables in a thread, if they are large, while others are filled here.
   *
   * @returns For each what is left.
   */
  async beside(tables: readonly LargeTable[]): Promise<Sorter[]> {
    const loaded = await this.#inThread(tables)
    return tables.map((table, i) => {
      const tree = loaded ? loaded[i] : false
      if (tree === false) return this.#here(table)
      if (tree) this.#file.setTable(table.name, tree)
      return this.#nothingLeft(table.name)
    })
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

  finish(): void {
    this.#pages.finish()
  }

  /** `undefined` where there is no thread, or it has failed: all can be done here. */
  async #inThread(tables: readonly LargeTable[]): Promise<readonly Loaded[] | undefined> {
    if (!HAS_THREADS || !tables.some(({ sorter }) => sorter.large)) return undefined
    const { path: file, pages, transaction } = this.#file
    const workerData: LoadData = { file, pages, transaction }
    const worker = new Worker(new URL('./load-thread.js', import.meta.url), { workerData })
    try {
      const answer = new Promise<readonly Loaded[]>((resolve, reject) => {
        worker.once('message', resolve)
        worker.once('error', reject)
        worker.once('exit', () => reject(new Error('the thread has ended')))
      })
      const jobs = tables.map(({ sorter, loading }) => ({ pairs: sorter.shared(), loading }))
      worker.postMessage(jobs satisfies LoadJob[])
      return await answer
    } catch {
      return undefined
    } finally {
      await worker.terminate()
    }
  }

  #here({ name, sorter, loading }: LargeTable): Sorter {
    return this.#fill(name, (take) => loadPairs(sorter.cursor(), loading, take))
  }

  #fill(name: string, fill: (take: Take) => void): Sorter {
    const left = this.#nothingLeft(name)
    const tree = new TreeWriter(this.#pages)
    fill((bytes, key, value, end) => {
      if (tree.put(bytes, key, value, end)) return
      left.addParts(bytes, key, value - key, bytes, value, end)
    })
    const written = tree.finish()
    if (written) this.#file.setTable(name, written)
    return left
  }

  #nothingLeft(name: string): Sorter {
    return new Sorter(`${this.#scratch}.${name}-left`, undefined, this.#runs)
  }
}
