import { Worker } from 'node:worker_threads'
import type { SlotMessage } from './digest-thread.ts'
import { type Algorithm, SlotDigester } from './slot-digester.ts'

/** Digests slots by several functions. */
export interface SlotDigests {
  /** Digests of the sequences that end in a slot, function by function. */
  digest(residues: Uint8Array, ends: Uint32Array): Promise<Uint8Array[]>
  close(): Promise<void>
}

/** Digests on the spot. */
export function digestHere(algorithms: readonly Algorithm[]): SlotDigests {
  const digesters = algorithms.map((algorithm) => new SlotDigester(algorithm))
  return {
    digest: async (residues, ends) => digesters.map((each) => each.digest(residues, ends)),
    close: async () => {},
  }
}

/** Node 20 runs no TypeScript in a thread: from the sources, digests are made on the spot. */
const BUILT = import.meta.url.endsWith('.js')

/** Digests in a thread for each function, so that they overlap with each other and with packing. */
export function digestInThreads(algorithms: readonly Algorithm[]): SlotDigests {
  if (!BUILT) return digestHere(algorithms)
  const threads = algorithms.map((algorithm) => new DigestThread(algorithm))
  return {
    digest: (residues, ends) => Promise.all(threads.map((each) => each.digest(residues, ends))),
    close: async () => {
      await Promise.all(threads.map((each) => each.close()))
    },
  }
}

class DigestThread {
  readonly #worker: Worker
  readonly #waiting: {
    readonly resolve: (digests: Uint8Array) => void
    readonly reject: (error: unknown) => void
  }[] = []

  constructor(algorithm: Algorithm) {
    const file = new URL('./digest-thread.js', import.meta.url)
    this.#worker = new Worker(file, { workerData: { algorithm } })
    // Answers come in the order of the messages.
    this.#worker.on('message', (digests: Uint8Array) => this.#waiting.shift()!.resolve(digests))
    this.#worker.on('error', (error) => {
      for (const { reject } of this.#waiting.splice(0)) reject(error)
    })
  }

  digest(residues: Uint8Array, ends: Uint32Array): Promise<Uint8Array> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#worker.postMessage({ residues, ends } satisfies SlotMessage)
    })
  }

  async close(): Promise<void> {
    await this.#worker.terminate()
  }
}
