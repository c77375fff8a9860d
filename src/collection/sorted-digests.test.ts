import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DIGEST_BYTES, sha512t24u } from '../digest/sha512t24u.ts'
import { SortedDigests } from './sorted-digests.ts'

function spelledInOrder(digests: readonly Uint8Array[]): string[] {
  const sorted = new SortedDigests()
  for (const digest of digests) sorted.add(digest)
  return Array.from(sorted.spelled(), (text) => Buffer.from(text).toString())
}

describe('the order of digests', () => {
  it('is that of their spelling as ASCII, wherever they differ', () => {
    const byte = fc.oneof(fc.constantFrom(0, 1, 62, 63, 251, 255), fc.integer({ max: 255, min: 0 }))
    const digest = fc
      .tuple(fc.integer({ min: 0, max: 23 }), byte, byte)
      .map(([at, value, next]) =>
        Uint8Array.from({ length: DIGEST_BYTES }, (_, i) =>
          i === at ? value : i === at + 1 ? next : 7,
        ),
      )
    fc.assert(
      fc.property(fc.array(digest, { maxLength: 20 }), (digests) => {
        expect(spelledInOrder(digests)).toEqual(digests.map(sha512t24u).sort())
      }),
    )
  })

  it('holds of many, with duplicates', () => {
    for (const count of [8191, 8192, 8193, 40_000]) {
      const digests = Array.from({ length: count }, (_, i) =>
        createHash('sha512')
          .update(`${i % 9000}`)
          .digest()
          .subarray(0, DIGEST_BYTES),
      )
      expect(spelledInOrder(digests)).toEqual(digests.map(sha512t24u).sort())
    }
  })
})
