import { REGION_BYTES } from '../../simd/layout.ts'
import { AnsweringThread } from '../../threads/answering-thread.ts'
import { HAS_THREADS } from '../../threads/has-threads.ts'
import type { SlotMessage } from './digest-thread.ts'
import type { Algorithm } from './slot-digester.ts'

/**
 * Slots that are read ahead of the one that is packed: threads have work while this one packs or
 * waits for the disk. With 4, 1 Gb took 2% longer.
 */
export const AHEAD = 8

/** What fits in as many slots is digested without threads, whose start takes 40 ms. */
export const FEW_SLOTS = 4
export const FEW_BYTES: number = FEW_SLOTS * REGION_BYTES

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

export function takeDigestThread(algorithm: Algorithm): DigestThread {
  const thread = prepared.get(algorithm) ?? startThread(algorithm)
  prepared.delete(algorithm)
  thread.ref()
  return thread
}
