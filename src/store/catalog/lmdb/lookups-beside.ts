import { Worker } from 'node:worker_threads'
import { HAS_THREADS, SMALL_HEAP } from '../../../threads/has-threads.ts'
import type { LookupsWritten, PagesToWrite, RecordToTake } from './lookup-thread.ts'
import type { EnvironmentFile } from './pages/environment-file.ts'

/**
 * A thread that reads journal records for itself, for what sequences are found by, sorts that, and writes
 * it into a new catalog: of a million short ones 1.1 s of CPU, beside as much here (docs/decisions/0012).
 * When it fails, nothing is lost: what it was told to take is to be taken here.
 */
export class LookupsBeside {
  readonly #worker: Worker
  readonly #ended: Promise<undefined>
  /** What it was told to take. */
  readonly records: RecordToTake[] = []

  private constructor(scratch: string) {
    this.#worker = new Worker(new URL('./lookup-thread.js', import.meta.url), {
      workerData: { scratch },
      resourceLimits: SMALL_HEAP,
    })
    this.#ended = new Promise((resolve) => {
      this.#worker.on('error', () => resolve(undefined))
      this.#worker.on('exit', () => resolve(undefined))
    })
  }

  /**
   * Starts it, where there are threads.
   *
   * @param scratch - Path prefix for its files.
   */
  static start(scratch: string): LookupsBeside | undefined {
    return HAS_THREADS ? new LookupsBeside(scratch) : undefined
  }

  take(record: RecordToTake): void {
    this.records.push(record)
    this.#worker.postMessage(record)
  }

  /** Writes all that it has taken into a file; `undefined` when it has failed. */
  write({ path: file, pages, transaction }: EnvironmentFile): Promise<LookupsWritten | undefined> {
    const answer = new Promise<LookupsWritten | undefined>((resolve) => {
      this.#worker.once('message', resolve)
    })
    this.#worker.postMessage({ file, pages, transaction } satisfies PagesToWrite)
    return Promise.race([answer, this.#ended])
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }
}
