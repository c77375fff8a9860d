import { expect, it } from 'vitest'
import { ON_THE_SPOT_BYTES, OnTheSpot } from './on-the-spot.ts'

it('short reads are done on the spot until one of them waits for a disk, and again after a while', () => {
  let blocks = 7
  const spot = new OnTheSpot(() => blocks)
  expect(spot.allows(ON_THE_SPOT_BYTES, 0)).toBe(true)
  expect(spot.allows(ON_THE_SPOT_BYTES + 1, 0)).toBe(false)
  blocks++
  spot.note(5, 5.9)
  expect(spot.allows(100, 6)).toBe(true)
  spot.note(6, 14)
  expect(spot.allows(100, 15)).toBe(false)
  expect(spot.allows(100, 113)).toBe(false)
  expect(spot.allows(100, 115)).toBe(true)
  // No disk had anything to do with it.
  spot.note(115, 140)
  expect(spot.allows(100, 141)).toBe(true)
})
