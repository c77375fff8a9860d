import { expect, it } from 'vitest'
import { LeastRecentlyUsed } from './least-recently-used.ts'

const weigh = () => 1

it('keeps what was used when there is too much, and the newest whatever it weighs', async () => {
  const kept = new LeastRecentlyUsed(3)
  for (const key of ['a', 'b', 'c']) await kept.get(key, async () => key, weigh)
  expect(kept.at('a')).toBe('a')
  await kept.get('d', async () => 'd', weigh)
  expect(['a', 'b', 'c', 'd'].map((key) => kept.at(key))).toEqual(['a', undefined, 'c', 'd'])
  // All were used now: each had its second chance, and the first of them goes.
  await kept.get('e', async () => 'e', weigh)
  expect(['a', 'c', 'd', 'e'].filter((key) => kept.at(key)).length).toBe(3)
  expect(kept.at('e')).toBe('e')
  await kept.get(
    'heavy',
    async () => 'heavy',
    () => 10,
  )
  expect(['a', 'c', 'd', 'e', 'heavy'].filter((key) => kept.at(key))).toEqual(['heavy'])
})

it('makes a value once for all who ask, and keeps no failure', async () => {
  const kept = new LeastRecentlyUsed(3)
  let made = 0
  const make = async () => {
    made++
    if (made === 1) throw new Error('no')
    return 'yes'
  }
  await expect(kept.get('a', make, weigh)).rejects.toThrow('no')
  expect(kept.at('a')).toBe(undefined)
  expect(await Promise.all([kept.get('a', make, weigh), kept.get('a', make, weigh)])).toEqual([
    'yes',
    'yes',
  ])
  expect(made).toBe(2)
})
