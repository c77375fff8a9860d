import { REGION_BYTES } from '../../simd/layout.ts'
import { AnsweringThread } from '../../threads/answering-thread.ts'
import { PreparedThread } from '../../threads/prepared-thread.ts'
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

function digestThread(algorithm: Algorithm): PreparedThread<SlotMessage, Uint8Array> {
  const program = new URL('./digest-thread.js', import.meta.url)
  return new PreparedThread(() => new AnsweringThread(program, { algorithm }))
}

const threads: Readonly<Record<Algorithm, PreparedThread<SlotMessage, Uint8Array>>> = {
  sha512: digestThread('sha512'),
  md5: digestThread('md5'),
  sha1: digestThread('sha1'),
}

/** Starts the threads that every large file needs, for the next one; it takes 40 ms. */
export function prepareDigestThreads(): void {
  threads.sha512.prepare()
  threads.md5.prepare()
}

export function takeDigestThread(algorithm: Algorithm): AnsweringThread<SlotMessage, Uint8Array> {
  return threads[algorithm].take()
}
