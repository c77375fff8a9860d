import { parentPort, workerData } from 'node:worker_threads'
import { loadInflate } from '../simd/inflate.ts'
import { type BgzfJob, claimJob, doJob } from './bgzf-job.ts'

// The answer is whether the job is done; of one that somebody else is at, nobody asks for it.
const { memory } = workerData
const bytes = new Uint8Array(memory.buffer)
const inflate = loadInflate(memory)

parentPort!.on('message', (job: BgzfJob) => {
  parentPort!.postMessage(claimJob(job) && doJob(job, bytes, inflate))
})
