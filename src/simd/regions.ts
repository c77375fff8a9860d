import { encoder, placeOf } from './encoder.ts'
import { MEMORY_BYTES, REGION_BYTES, REGIONS } from './layout.ts'
import { alignedWith } from './wasm.ts'

/** Places of the regions that nobody has. */
const free = Array.from({ length: REGIONS }, (_, i) => MEMORY_BYTES - (i + 1) * REGION_BYTES)

/**
 * Takes 1 MiB of memory that threads share: the encoder's, where it works without a copy, or other
 * memory when all of that is taken.
 */
export function takeRegion(): Uint8Array {
  const place = free.pop()
  return place === undefined
    ? new Uint8Array(new SharedArrayBuffer(REGION_BYTES))
    : new Uint8Array(encoder().bytes.buffer, place, REGION_BYTES)
}

/** Gives back what was taken, and is used no more. */
export function giveBackRegion(region: Uint8Array): void {
  const place = placeOf(region)
  if (place >= 0 && !free.includes(place)) free.push(place)
}

/**
 * Copies bytes into a region, at `at` or up to 7 bytes behind it.
 *
 * @returns Where they begin.
 */
export function copyToRegion(bytes: Uint8Array, region: Uint8Array, at: number): number {
  const from = placeOf(bytes)
  const to = placeOf(region)
  if (from >= 0 && to >= 0) {
    encoder().copy(from, bytes.length, to + at)
    return at
  }
  const start = alignedWith(bytes, 0, at)
  region.set(bytes, start)
  return start
}
