import { createHash } from 'node:crypto'
import { DIGEST_BYTES } from '../digest/sha512t24u.ts'
import type { SortedDigests } from './sorted-digests.ts'
import { SPELLED } from './spelled-digest.ts'

/** Digest of an array of sorted digests, in steps of a few milliseconds. */
export function* digestSorted(
  digests: SortedDigests,
  prefix: '' | 'SQ.',
): Generator<undefined, Uint8Array> {
  const sha512 = createHash('sha512')
  const between = Buffer.from(`","${prefix}`)
  const out = Buffer.allocUnsafe(1 << 16)
  let length = out.write('[')
  let first = true
  for (const { count, copy } of digests.inParts()) {
    for (let i = 0; i < count; i++) {
      if (length + between.length + SPELLED > out.length) {
        sha512.update(out.subarray(0, length))
        length = 0
        yield
      }
      // The first has no comma, nor the quote that ends the one before.
      for (let k = first ? 2 : 0; k < between.length; k++) out[length++] = between[k]!
      copy(i, out, length)
      length += SPELLED
      first = false
    }
  }
  sha512.update(out.subarray(0, length))
  const digest = sha512.update(first ? ']' : '"]').digest()
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
