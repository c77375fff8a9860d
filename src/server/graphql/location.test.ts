import { expect, it } from 'vitest'
import { gaps } from './location.ts'

it('sees no gap where pieces touch or overlap, on either strand', () => {
  const span = (start0: number, end0: number, strand: 1 | -1) => ({ start0, end0, strand })
  expect(gaps([span(0, 10, 1), span(10, 20, 1), span(19, 30, 1), span(31, 40, 1)])).toEqual([
    span(30, 31, 1),
  ])
  expect(gaps([span(50, 60, -1), span(40, 50, -1), span(10, 20, -1)])).toEqual([span(20, 40, -1)])
})
