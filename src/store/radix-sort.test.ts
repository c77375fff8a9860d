import fc from 'fast-check'
import { expect, it } from 'vitest'
import { sortByPrefix } from './radix-sort.ts'

it('sorts as a stable sort does, and moves the places along', () => {
  const prefix = fc.oneof(
    fc.integer({ min: 0, max: 0xffffffff }),
    fc.constantFrom(0, 1, 255, 256, 0x7fffffff, 0x80000000, 0xffffffff),
  )
  fc.assert(
    fc.property(fc.array(prefix, { maxLength: 300 }), (values) => {
      const prefixes = Uint32Array.from(values)
      const places = Uint32Array.from(values, (_, i) => 7 * i)
      sortByPrefix(prefixes, places)
      const sorted = values.map((value, i) => [value, 7 * i]).sort(([a], [b]) => a! - b!)
      expect(Array.from(prefixes, (value, i) => [value, places[i]])).toEqual(sorted)
    }),
  )
})
