import { expect, it } from 'vitest'
import { gaps, spanOf } from './location.ts'

it('sees no gap where pieces touch or overlap, on either strand', () => {
  const span = (start0: number, end0: number, strand: 1 | -1) => ({ start0, end0, strand })
  expect(gaps([span(0, 10, 1), span(10, 20, 1), span(19, 30, 1), span(31, 40, 1)])).toEqual([
    span(30, 31, 1),
  ])
  expect(gaps([span(50, 60, -1), span(40, 50, -1), span(10, 20, -1)])).toEqual([span(20, 40, -1)])
})

it('spans more pieces than a call has arguments', () => {
  const pieces = Array.from({ length: 300_000 }, (_, i) => ({
    ...{ start0: 9 * i + 7, end0: 9 * i + 9, strand: -1 as const },
  }))
  expect(spanOf(pieces.reverse())).toEqual({ start0: 7, end0: 2_700_000, strand: -1 })
})
