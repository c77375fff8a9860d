import { expect, it } from 'vitest'
import { RecentNames } from './recent-names.ts'

it('a name is known again until another takes its place', () => {
  const names = new RecentNames()
  for (const name of ['a', 'chr1', 'SQ.aD_aPg2yP8dEoxX-aDUD-mhYpL4A6TRG']) {
    expect(names.isAgain(name)).toBe(false)
    expect(names.isAgain(name)).toBe(true)
  }
  for (let i = 0; i < 100_000; i++) expect(names.isAgain(`other${i}`)).toBe(false)
  expect(names.isAgain('chr1')).toBe(false)
})
