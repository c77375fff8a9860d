import { AnsweringThread, HAS_THREADS } from './answering-thread.ts'
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

/** Digests in a thread for each function, so that they overlap with each other and with packing. */
export function digestInThreads(algorithms: readonly Algorithm[]): SlotDigests {
  if (!HAS_THREADS) return digestHere(algorithms)
  const program = new URL('./digest-thread.js', import.meta.url)
  const threads = algorithms.map(
    (algorithm) => new AnsweringThread<SlotMessage, Uint8Array>(program, { algorithm }),
  )
  return {
    digest: (residues, ends) => Promise.all(threads.map((each) => each.ask({ residues, ends }))),
    close: async () => {
      await Promise.all(threads.map((each) => each.close()))
    },
  }
}
