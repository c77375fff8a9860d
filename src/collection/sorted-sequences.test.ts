import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DIGEST_BYTES, sha512t24u } from '../digest/sha512t24u.ts'
import { sorted } from './sorted-sequences.ts'

async function spelledInOrder(digests: readonly Uint8Array[]): Promise<string[]> {
  const order = await sorted(Buffer.concat(digests))
  return [...order].map((i) => sha512t24u(digests[i]!))
}

describe('the order of digests', () => {
  it('is that of their spelling as ASCII, wherever they differ', async () => {
    const byte = fc.oneof(fc.constantFrom(0, 1, 62, 63, 251, 255), fc.integer({ max: 255, min: 0 }))
    const digest = fc
      .tuple(fc.integer({ min: 0, max: 23 }), byte, byte)
      .map(([at, value, next]) =>
        Uint8Array.from({ length: DIGEST_BYTES }, (_, i) =>
          i === at ? value : i === at + 1 ? next : 7,
        ),
      )
    await fc.assert(
      fc.asyncProperty(fc.array(digest, { maxLength: 20 }), async (digests) => {
        expect(await spelledInOrder(digests)).toEqual(digests.map(sha512t24u).sort())
      }),
    )
  })

  it('holds beyond what is sorted in one go, with many duplicates', async () => {
    for (const count of [8191, 8192, 8193, 40_000]) {
      const digests = Array.from({ length: count }, (_, i) =>
        createHash('sha512')
          .update(`${i % 9000}`)
          .digest()
          .subarray(0, DIGEST_BYTES),
      )
      expect(await spelledInOrder(digests)).toEqual(digests.map(sha512t24u).sort())
    }
  })
})
