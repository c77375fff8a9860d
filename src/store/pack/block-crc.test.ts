import { crc32 } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { takeRegion } from '../../simd/regions.ts'
import { crcOf } from './block-crc.ts'

it('is the CRC of zlib, in any memory', () => {
  const region = takeRegion()
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), fc.nat(40), (bytes, from) => {
      const end = from + bytes.length
      const other = new Uint8Array(end)
      for (const memory of [region, other]) {
        memory.set(bytes, from)
        expect(crcOf(memory, from, end)).toBe(crc32(bytes))
      }
    }),
  )
})
