import { describe, expect, it } from 'vitest'
import { compare, inWords, updated } from './compare.mjs'

const expected = {
  range: {
    share: { value: 0.8, better: 'higher', tolerance: 0.1 },
    'CPU to bare': { value: 1.5, better: 'lower', tolerance: 0.1 },
  },
}
const measured = (share, cpu) => ({ range: { rows: [{ share, 'CPU to bare': cpu }] } })
const verdicts = (results) => compare(expected, results).map(({ verdict }) => verdict)

describe('compare', () => {
  it('passes what is within the tolerance, or better', () => {
    expect(verdicts(measured(0.73, 1.64))).toEqual(['ok', 'ok'])
    expect(verdicts(measured(5, 0.1))).toEqual(['ok', 'ok'])
  })

  it('fails what is worse than that, in the direction of the figure', () => {
    expect(verdicts(measured(0.71, 1.5))).toEqual(['worse', 'ok'])
    expect(verdicts(measured(0.8, 1.66))).toEqual(['ok', 'worse'])
  })

  it('fails what was not measured: a figure, a benchmark, a number that is none', () => {
    expect(verdicts({ range: { rows: [{ share: 0.8 }] } })).toEqual(['ok', 'missing'])
    expect(verdicts({})).toEqual(['missing', 'missing'])
    expect(verdicts(measured(Number.NaN, 1.5))).toEqual(['missing', 'ok'])
  })

  it('takes the median of the rounds', () => {
    const rows = [0.1, 0.8, 0.8].map((share) => ({ share, 'CPU to bare': 1.5 }))
    expect(verdicts({ range: { rows } })).toEqual(['ok', 'ok'])
  })

  it('says by how much', () => {
    const [share, cpu] = compare(expected, { range: { rows: [{ share: 0.6 }] } })
    expect(inWords(share)).toBe('range: share: 0.600, 25 % worse than 0.8; 10 % is tolerated')
    expect(inWords(cpu)).toBe('range: CPU to bare: was not measured; 1.5 is expected')
  })
})

describe('updated', () => {
  it('takes what was measured, and keeps the rest', () => {
    const next = updated(expected, { range: { rows: [{ share: 0.91234 }] } })
    expect(next.range.share).toEqual({ value: 0.912, better: 'higher', tolerance: 0.1 })
    expect(next.range['CPU to bare']).toEqual(expected.range['CPU to bare'])
  })
})
