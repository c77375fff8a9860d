import { alignedWith, load } from './wasm.ts'

/** Bytes of messages, and messages, that one call takes. */
export const LANES_BYTES = 1048576
export const LANES_MESSAGES = 16384

/** What lies where in the memory, after 64 KiB that the functions work with. */
const ENDS = 65536
const DIGESTS = ENDS + 4 * LANES_MESSAGES
const MESSAGES = DIGESTS + 16 * LANES_MESSAGES

/** The function of assembly/md5.ts, and the memory that it works on: threads do not share it. */
interface Md5Lanes {
  readonly bytes: Uint8Array
  /** The same memory. */
  readonly words: Uint32Array
  md5(base: number, start: number, ends: number, count: number, digests: number): void
}

let loaded: Md5Lanes | undefined

/**
 * Digests messages that stand one after the other by MD5, sixteen at once in the lanes of vectors. The
 * function is loaded at first use: 1.2 ms, and as much again until V8 has it optimised.
 *
 * @param start - Where the first begins in `bytes`.
 * @param ends - Where they end, ascending: up to {@link LANES_MESSAGES}, and {@link LANES_BYTES} in all.
 * @param digests - Has room for 16 bytes each.
 */
export function md5ByLanes(
  bytes: Uint8Array,
  start: number,
  ends: Uint32Array,
  digests: Uint8Array,
): void {
  if (ends.length === 0) return
  loaded ??= loadLanes()
  const messages = bytes.subarray(start, ends.at(-1))
  if (ends.length > LANES_MESSAGES || messages.length > LANES_BYTES)
    throw new RangeError(`${ends.length} messages of ${messages.length} bytes are too many`)
  const place = alignedWith(messages, 0, MESSAGES)
  loaded.bytes.set(messages, place)
  loaded.words.set(ends, ENDS / 4)
  // Ends are counted as they are in `bytes`; the sum of base and start is where the messages are.
  loaded.md5(place - start, start, ENDS, ends.length, DIGESTS)
  digests.set(loaded.bytes.subarray(DIGESTS, DIGESTS + 16 * ends.length))
}

function loadLanes(): Md5Lanes {
  const { memory, md5 } = load('md5.wasm') as Pick<Md5Lanes, 'md5'> & {
    readonly memory: { readonly buffer: ArrayBuffer }
  }
  return { bytes: new Uint8Array(memory.buffer), words: new Uint32Array(memory.buffer), md5 }
}
