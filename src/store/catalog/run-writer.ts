import { Worker } from 'node:worker_threads'
import { HAS_THREADS } from '../../threads/has-threads.ts'
import { PairBuffer } from './pairs.ts'
import { RUN_STATE, takeJob } from './run-job.ts'
import type { RunJob } from './run-thread.ts'
import { writeRun } from './write-run.ts'

/** Runs that wait for the thread or are with it: each holds as much memory as a sorter. */
const MOST_JOBS = 2

/** A run takes 0.1 s; a thread that needs so long for one has died. */
const PATIENCE_MS = 60_000

/**
 * Writes the runs of sorters in a thread, while these take more pairs: of a million sequences the runs
 * took a fifth of the replay (docs/decisions/0012). Nothing here is asynchronous, as sorters are read
 * within a transaction; a job that the thread has not begun when it is waited for is done by who waits.
 */
export class RunWriter {
  readonly #jobs: { readonly job: RunJob; readonly pairs: PairBuffer }[] = []
  readonly #spare: PairBuffer[] = []
  #worker: Worker | undefined

  /**
   * Writes a run, now or later.
   *
   * @returns What the next pairs can be put into.
   */
  write(pairs: PairBuffer, offsets: Uint32Array, path: string): PairBuffer {
    this.#settle(false)
    if (!HAS_THREADS || this.#jobs.length === MOST_JOBS) {
      writeRun(pairs, offsets, path)
      return pairs
    }
    if (!this.#worker) {
      this.#worker = new Worker(new URL('./run-thread.js', import.meta.url))
      this.#worker.unref()
      // Its jobs stay, and are done by who waits for them.
      this.#worker.on('error', () => {})
    }
    const state = new Int32Array(new SharedArrayBuffer(4))
    const job = { pairs: pairs.shared, offsets, path, state }
    this.#jobs.push({ job, pairs })
    this.#worker.postMessage(job satisfies RunJob)
    return this.lend(pairs.bytes.length)
  }

  /** Memory for pairs, which was used before if there is some of this size. */
  lend(size: number): PairBuffer {
    const found = this.#spare.findIndex(({ bytes }) => bytes.length === size)
    return found < 0 ? new PairBuffer(size) : this.#spare.splice(found, 1)[0]!
  }

  /** Takes memory back that is used no more. */
  giveBack(pairs: PairBuffer): void {
    this.#spare.push(pairs)
  }

  /** Waits until all runs are written. */
  finish(): void {
    this.#settle(true)
  }

  async close(): Promise<void> {
    await this.#worker?.terminate()
  }

  /** Takes back what the thread is done with. */
  #settle(wait: boolean): void {
    for (let i = 0; i < this.#jobs.length; ) {
      const { job, pairs } = this.#jobs[i]!
      if (!wait && Atomics.load(job.state, 0) < RUN_STATE.written) i++
      else {
        finishJob(job, pairs)
        this.#jobs.splice(i, 1)
        this.giveBack(pairs)
      }
    }
  }
}

function finishJob(job: RunJob, pairs: PairBuffer): void {
  const { taken, failed } = RUN_STATE
  if (!takeJob(job)) {
    if (Atomics.wait(job.state, 0, taken, PATIENCE_MS) === 'timed-out') {
      throw new Error(`the thread that sorts ${job.path} has died`)
    }
    if (Atomics.load(job.state, 0) !== failed) return
  }
  writeRun(pairs, job.offsets, job.path)
}
