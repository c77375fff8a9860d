import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DamageError } from '../../store.ts'
import { sealed, unsealed } from './seal.ts'

describe('a sealed value', () => {
  const bytes = fc.uint8Array({ minLength: 1, maxLength: 200 })

  it('is read back under its key, and after any flipped bit of either not at all', () => {
    fc.assert(
      fc.property(bytes, bytes, fc.nat(), fc.integer({ min: 0, max: 7 }), (key, value, at, bit) => {
        const stored = sealed(key, value)
        expect(Uint8Array.from(unsealed(key, stored))).toEqual(value)
        const both = Buffer.concat([key, stored])
        both[at % both.length]! ^= 1 << bit
        const read = () => unsealed(both.subarray(0, key.length), both.subarray(key.length))
        expect(read).toThrow(DamageError)
      }),
    )
  })

  it('is not taken for what stands under another key, or is cut', () => {
    const stored = sealed(Buffer.from('one'), Buffer.from('value'))
    expect(() => unsealed(Buffer.from('two'), stored)).toThrow(DamageError)
    expect(() => unsealed(Buffer.from('one'), stored.subarray(0, 3))).toThrow(DamageError)
  })
})
