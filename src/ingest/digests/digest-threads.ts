import { HAS_THREADS } from '../../threads/has-threads.ts'
import { takeDigestThread } from './prepared-threads.ts'
import { type Algorithm, SlotDigester } from './slot-digester.ts'

/** Digests slots by several functions. */
export interface SlotsDigester {
  /** Digests of the sequences that end in a slot, function by function. */
  digest(residues: Uint8Array, ends: Uint32Array): Promise<Uint8Array[]>
  close(): void
}

/** Digests on the spot. */
export function digestHere(algorithms: readonly Algorithm[]): SlotsDigester {
  const digesters = algorithms.map((algorithm) => new SlotDigester(algorithm))
  return {
    digest: async (residues, ends) => digesters.map((each) => each.digest(residues, ends)),
    close: () => {},
  }
}

/** Digests in a thread for each function, so that they overlap with each other and with packing. */
export function digestInThreads(algorithms: readonly Algorithm[]): SlotsDigester {
  if (!HAS_THREADS) return digestHere(algorithms)
  const threads = algorithms.map(takeDigestThread)
  return {
    digest: (residues, ends) => Promise.all(threads.map((each) => each.ask({ residues, ends }))),
    close: () => {
      for (const each of threads) void each.close()
    },
  }
}
