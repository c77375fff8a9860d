import { parentPort } from 'node:worker_threads'
import { PairBuffer } from './pairs.ts'
import { RUN_STATE, takeJob } from './run-job.ts'
import { writeRun } from './write-run.ts'

/** A run to be sorted and written, in memory that is shared with the thread that does so. */
export interface RunJob {
  readonly pairs: SharedArrayBuffer
  readonly offsets: Uint32Array
  readonly path: string
  /** One of {@link RUN_STATE}. */
  readonly state: Int32Array<SharedArrayBuffer>
}

parentPort!.on('message', (job: RunJob) => {
  if (!takeJob(job)) return
  let outcome: number = RUN_STATE.failed
  try {
    writeRun(new PairBuffer(job.pairs), job.offsets, job.path)
    outcome = RUN_STATE.written
  } catch {
    // Who waits for it does it again, and meets the error.
  }
  Atomics.store(job.state, 0, outcome)
  Atomics.notify(job.state, 0)
})
