import { AnsweringThread, HAS_THREADS } from '../../threads/answering-thread.ts'
import type { SlotMessage } from './digest-thread.ts'
import { type Algorithm, SlotDigester } from './slot-digester.ts'

/** Digests slots by several functions. */
export interface SlotsDigester {
  /** Digests of the sequences that end in a slot, function by function. */
  digest(residues: Uint8Array, ends: Uint32Array): Promise<Uint8Array[]>
  close(): Promise<void>
}

/** Digests on the spot. */
export function digestHere(algorithms: readonly Algorithm[]): SlotsDigester {
  const digesters = algorithms.map((algorithm) => new SlotDigester(algorithm))
  return {
    digest: async (residues, ends) => digesters.map((each) => each.digest(residues, ends)),
    close: async () => {},
  }
}

type DigestThread = AnsweringThread<SlotMessage, Uint8Array>

function startThread(algorithm: Algorithm): DigestThread {
  return new AnsweringThread(new URL('./digest-thread.js', import.meta.url), { algorithm })
}

/** Threads that were started before they are needed. */
const prepared = new Map<Algorithm, DigestThread>()

/**
 * Starts the threads that every large file needs, which takes 40 ms, beside what else there is to do
 * first. They are for the next file, and keep no process alive that has none.
 */
export function prepareDigestThreads(): void {
  if (!HAS_THREADS) return
  for (const algorithm of ['sha512', 'md5'] as const) {
    if (prepared.has(algorithm)) continue
    const thread = startThread(algorithm)
    thread.unref()
    prepared.set(algorithm, thread)
  }
}

function takeThread(algorithm: Algorithm): DigestThread {
  const thread = prepared.get(algorithm) ?? startThread(algorithm)
  prepared.delete(algorithm)
  thread.ref()
  return thread
}

/** Digests in a thread for each function, so that they overlap with each other and with packing. */
export function digestInThreads(algorithms: readonly Algorithm[]): SlotsDigester {
  if (!HAS_THREADS) return digestHere(algorithms)
  const threads = algorithms.map(takeThread)
  return {
    digest: (residues, ends) => Promise.all(threads.map((each) => each.ask({ residues, ends }))),
    close: async () => {
      await Promise.all(threads.map((each) => each.close()))
    },
  }
}
