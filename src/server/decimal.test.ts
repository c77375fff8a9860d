import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decimal } from './decimal.ts'

it('is what a number is written as', () => {
  for (const each of [
    0,
    1,
    9,
    999,
    1000,
    1001,
    999_999,
    1_000_000,
    2 ** 32,
    Number.MAX_SAFE_INTEGER,
  ]) {
    expect(decimal(each)).toBe(`${each}`)
  }
  fc.assert(fc.property(fc.maxSafeNat(), (each) => decimal(each) === `${each}`))
})
