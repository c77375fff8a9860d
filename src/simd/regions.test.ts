import { expect, it } from 'vitest'
import { REGIONS } from './layout.ts'
import { giveBackRegion, takeRegion } from './regions.ts'

it('has a region for each, and for more of them other memory', () => {
  const regions = Array.from({ length: REGIONS + 2 }, takeRegion)
  for (const [i, region] of regions.entries()) region.fill(i)
  for (const [i, region] of regions.entries()) {
    expect(region.length).toBe(1 << 20)
    expect(region.buffer).toBeInstanceOf(SharedArrayBuffer)
    expect(region.every((byte) => byte === i)).toBe(true)
  }
  regions.forEach(giveBackRegion)
})

it('gives no region to two, even when one is given back twice', () => {
  const one = takeRegion()
  giveBackRegion(one)
  giveBackRegion(one)
  const regions = Array.from({ length: REGIONS }, takeRegion)
  expect(new Set(regions.map((region) => region.byteOffset)).size).toBe(REGIONS)
  regions.forEach(giveBackRegion)
})
