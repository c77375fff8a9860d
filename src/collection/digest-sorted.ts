import { createHash } from 'node:crypto'
import { DIGEST_BYTES } from '../digest/sha512t24u.ts'
import type { SortedDigests } from './sorted-digests.ts'
import { SPELLED } from './spelled-digest.ts'

/** Digests that are hashed at once. */
const AT_ONCE = 1 << 10

/** Digest of an array of sorted digests, in steps of a few milliseconds. */
export function* digestSorted(
  digests: SortedDigests,
  prefix: '' | 'SQ.',
): Generator<undefined, Uint8Array> {
  const sha512 = createHash('sha512').update('[')
  const between = Buffer.from(`","${prefix}`)
  const size = between.length + SPELLED
  const out = new Uint8Array(size * AT_ONCE)
  // The first has no comma, nor the quote that ends the one before.
  let skipped = 2
  for (const part of digests.inParts()) {
    for (let i = 0; i < part.count; i += AT_ONCE) {
      const end = Math.min(i + AT_ONCE, part.count)
      part.write(i, end, between, out)
      sha512.update(out.subarray(skipped, (end - i) * size))
      skipped = 0
      yield
    }
  }
  const digest = sha512.update(skipped > 0 ? ']' : '"]').digest()
  return Uint8Array.from(digest.subarray(0, DIGEST_BYTES))
}

/** As {@link digestSorted}, in one step. */
export function digestOfSorted(digests: SortedDigests, prefix: '' | 'SQ.'): Uint8Array {
  const steps = digestSorted(digests, prefix)
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}
