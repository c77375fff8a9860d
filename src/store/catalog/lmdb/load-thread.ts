import { closeSync, openSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { type SharedPairs, sharedCursor } from '../sorter.ts'
import { type Loading, loadPairs } from './load-pairs.ts'
import { PageWriter } from './pages/page-writer.ts'
import { type Tree, TreeWriter } from './pages/tree-writer.ts'

/** Where a thread writes pages. */
export interface LoadData {
  readonly file: string
  readonly pages: Int32Array<SharedArrayBuffer>
  readonly transaction: number
}

/** A table to be filled. */
export interface LoadJob {
  readonly pairs: SharedPairs
  readonly loading: Loading
}

/** `undefined` when it is empty, `false` when it has pairs that only LMDB can put. */
export type Loaded = Tree | undefined | false

const { file, pages, transaction }: LoadData = workerData

parentPort!.on('message', (jobs: readonly LoadJob[]) => {
  const opened = openSync(file, 'r+')
  const writer = new PageWriter(opened, pages, transaction)
  const loaded = jobs.map(({ pairs, loading }): Loaded => {
    const tree = new TreeWriter(writer)
    let whole = true
    loadPairs(sharedCursor(pairs), loading, (...pair) => {
      if (!tree.put(...pair)) whole = false
    })
    const finished = tree.finish()
    return whole && finished
  })
  writer.finish()
  closeSync(opened)
  parentPort!.postMessage(loaded)
})
