import { closeSync, openSync } from 'node:fs'
import { parentPort, workerData } from 'node:worker_threads'
import { visitRecord } from '../../journal/record.ts'
import { loadPairs } from './load-pairs.ts'
import { type LargeTable, LookupReplay } from './lookup-replay.ts'
import { PageWriter } from './pages/page-writer.ts'
import { type Tree, TreeWriter } from './pages/tree-writer.ts'

/** A journal record whose look-ups are to be taken. */
export interface RecordToTake {
  readonly path: string
  readonly number: number
}

/** Where the pages of all that was taken are to be written. */
export interface PagesToWrite {
  readonly file: string
  readonly pages: Int32Array<SharedArrayBuffer>
  readonly transaction: number
}

/** A table that was written, and pairs of it that only LMDB can put. */
export interface TableWritten {
  readonly name: LargeTable['name']
  readonly tree: Tree | undefined
  readonly left: readonly (readonly [key: Uint8Array, value: Uint8Array])[]
}

export interface LookupsWritten {
  readonly tables: readonly TableWritten[]
  readonly authorities: readonly string[]
}

/** Bytes of pairs that it leaves: where there are more, it has failed. */
const MOST_LEFT = 1 << 22

const lookups = new LookupReplay(workerData.scratch)
let taken: Promise<void> = Promise.resolve()

parentPort!.on('message', (message: RecordToTake | PagesToWrite) => {
  if ('number' in message) {
    taken = taken.then(() => take(message))
    answer(taken)
  } else answer(taken.then(() => write(message)))
})

/** Answers with what was written, if it was: who waits for that does it all again, and meets the error. */
function answer(done: Promise<unknown>): void {
  done.then(
    (written) => parentPort!.postMessage(written),
    () => parentPort!.postMessage(undefined),
  )
}

async function take({ path, number }: RecordToTake): Promise<void> {
  for await (const _ of visitRecord(path, number, lookups));
}

function write({ file, pages, transaction }: PagesToWrite): LookupsWritten {
  const opened = openSync(file, 'r+')
  try {
    const writer = new PageWriter(opened, pages, transaction)
    const tables = lookups.tables.map((table) => tableOf(table, writer))
    writer.finish()
    return { tables, authorities: lookups.authorities }
  } finally {
    closeSync(opened)
    lookups.close()
  }
}

function tableOf({ name, sorter, loading }: LargeTable, writer: PageWriter): TableWritten {
  const tree = new TreeWriter(writer)
  const left: [Uint8Array, Uint8Array][] = []
  let size = 0
  loadPairs(sorter.cursor(), loading, (bytes, key, value, end) => {
    if (tree.put(bytes, key, value, end)) return
    size += end - key
    if (size > MOST_LEFT) throw new Error('too much is left')
    left.push([
      Uint8Array.from(bytes.subarray(key, value)),
      Uint8Array.from(bytes.subarray(value, end)),
    ])
  })
  return { name, tree: tree.finish(), left }
}
