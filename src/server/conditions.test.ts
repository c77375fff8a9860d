import { describe, expect, it } from 'vitest'
import { evaluate, rangeApplies } from './conditions.ts'

const tag = '"SQ.x;1-2+0-1"'

describe('preconditions', () => {
  it('compare If-None-Match weakly', () => {
    for (const header of [tag, `W/${tag}`, '*', `"a", ${tag}`, `"a,b",W/${tag}`]) {
      expect(evaluate({ 'if-none-match': header }, tag)).toBe('not-modified')
    }
    for (const header of ['"a"', 'SQ.x', '', '"SQ.x"']) {
      expect(evaluate({ 'if-none-match': header }, tag)).toBe('proceed')
    }
  })

  it('compare If-Match strongly, and first', () => {
    expect(evaluate({ 'if-match': tag }, tag)).toBe('proceed')
    expect(evaluate({ 'if-match': '*' }, tag)).toBe('proceed')
    expect(evaluate({ 'if-match': `W/${tag}` }, tag)).toBe('failed')
    expect(evaluate({ 'if-match': '"a"', 'if-none-match': tag }, tag)).toBe('failed')
  })

  it('let a Range count only for the entity tag of If-Range', () => {
    expect(rangeApplies({}, tag)).toBe(true)
    expect(rangeApplies({ 'if-range': tag }, tag)).toBe(true)
    for (const header of [`W/${tag}`, '"a"', 'Wed, 21 Oct 2015 07:28:00 GMT']) {
      expect(rangeApplies({ 'if-range': header }, tag)).toBe(false)
    }
  })
})
