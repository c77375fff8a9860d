import { parentPort, workerData } from 'node:worker_threads'
import { SlotDigester } from './slot-digester.ts'

/** What a {@link DigestThread} sends for each slot; the answer is the digests. */
export interface SlotMessage {
  readonly residues: Uint8Array
  readonly ends: Uint32Array
}

const digester = new SlotDigester(workerData.algorithm)

parentPort!.on('message', ({ residues, ends }: SlotMessage) => {
  parentPort!.postMessage(digester.digest(residues, ends))
})
