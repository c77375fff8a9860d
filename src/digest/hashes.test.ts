import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hex } from './hex.ts'
import { Md5 } from './md5.ts'
import { Sha512 } from './sha512.ts'

it.each([
  ['md5', () => new Md5(), 64],
  ['sha512', () => new Sha512(), 128],
] as const)('%s is that of OpenSSL, however its input is cut', (algorithm, make, block) => {
  const edges = [0, 1, block - 17, block - 16, block - 9, block - 8, block - 1, block, block + 1]
  const length = fc.oneof(fc.constantFrom(...edges, ...edges.map((n) => n + block)), fc.nat(2000))
  const pieces = fc.array(
    length.chain((n) => fc.uint8Array({ minLength: n, maxLength: n })),
    { maxLength: 6 },
  )
  fc.assert(
    fc.property(pieces, (parts) => {
      const own = make()
      const reference = createHash(algorithm)
      for (const part of parts) {
        own.update(part)
        reference.update(part)
      }
      expect(hex(own.digest())).toBe(reference.digest('hex'))
    }),
    { numRuns: 300 },
  )
})
