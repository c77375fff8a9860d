import { describe, expect, it } from 'vitest'
import { effectiveAccept, parseAccept, preference } from './accept.ts'

const q = (header: string, type: string) => preference(parseAccept(header), type).q

describe('an Accept header', () => {
  it('is everything when absent, empty or without elements', () => {
    for (const header of ['', ' ', ',', ' , ,']) expect(q(header, 'text/plain')).toBe(1)
  })

  it('prefers by the most specific range, whatever the order', () => {
    const header = '*/*;q=0.1, text/*;q=0.5, text/plain;q=0.2'
    expect(q(header, 'text/plain')).toBe(0.2)
    expect(q(header, 'text/html')).toBe(0.5)
    expect(q(header, 'image/png')).toBe(0.1)
  })

  it('compares types in any case and leaves parameters aside', () => {
    expect(q('Text/PLAIN; charset="a,b;q=0"; Q=0.4', 'text/plain')).toBe(0.4)
  })

  it('leaves out malformed elements and weights', () => {
    for (const header of ['text', '/', 'text/', 'text/plain;q=2', 'text/plain;q=', 'te xt/plain']) {
      expect(q(header, 'text/plain')).toBe(0)
    }
    expect(q('text/plain;q=1.001, text/*;q=0.3', 'text/plain')).toBe(0.3)
  })

  it('reads the header of Java, whose weights begin with a point', () => {
    const header = 'text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2'
    expect(q(header, 'text/plain')).toBe(0.2)
    expect(q(header, 'text/html')).toBe(1)
  })

  it('reads plain/text as text/plain', () => {
    expect(q('plain/text', 'text/plain')).toBe(1)
  })

  it('is read at once, however its quotes are left open', () => {
    // Matching that went back and forth here would run into the time limit of the test.
    expect(parseAccept('"\\'.repeat(15_000))).toEqual([])
    expect(parseAccept('a;"'.repeat(10_000))).toEqual([])
    expect(parseAccept(`${' '.repeat(30_000)}x`)).toEqual([])
  })
})

describe('the accept parameter', () => {
  it('takes the place of the header unless empty; the first counts', () => {
    expect(effectiveAccept('a/b', 'c/d')).toBe('a/b')
    expect(effectiveAccept(['a/b', 'e/f'], 'c/d')).toBe('a/b')
    expect(effectiveAccept('', 'c/d')).toBe('c/d')
    expect(effectiveAccept(undefined, undefined)).toBe('')
  })

  it('has its plus signs back where form-decoding made them spaces', () => {
    expect(effectiveAccept('text/vnd.x plain; q=0.5, a/b c', undefined)).toBe(
      'text/vnd.x+plain; q=0.5, a/b+c',
    )
  })
})
