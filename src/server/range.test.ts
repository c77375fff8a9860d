import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ProtocolError } from './errors.ts'
import { type Parameter, parseByteRange, positions, type Segment, within } from './range.ts'

const residues = fc.string({ unit: fc.constantFrom(...'ACGTN'), maxLength: 40 })

/** A length, and positions in and around it. */
const lengthAndPositions = residues.chain((text) => {
  const L = text.length
  const edge = fc.constantFrom(0, 1, Math.max(0, L - 1), L, L + 1)
  const position = fc.oneof(edge, fc.nat({ max: L + 3 }))
  return fc.record({
    text: fc.constant(text),
    start: fc.option(position, { nil: undefined }),
    end: fc.option(position, { nil: undefined }),
    circular: fc.boolean(),
  })
})

const textOf = (text: string, segments: readonly Segment[]) =>
  segments.map(({ start0, end0 }) => text.slice(start0, end0)).join('')

const statusOf = (action: () => unknown) => {
  try {
    action()
    return 200
  } catch (error) {
    if (error instanceof ProtocolError) return error.status
    throw error
  }
}

const spell = (value: number | undefined): Parameter =>
  value === undefined ? undefined : `${value}`

describe('positions', () => {
  it('cut what String.slice cuts, or refuse as refget says', () => {
    fc.assert(
      fc.property(lengthAndPositions, ({ text, start, end, circular }) => {
        const L = text.length
        const [from, to] = [start ?? 0, end ?? L]
        const ask = () => positions(spell(start), spell(end), L, circular)
        if (from > L) return statusOf(ask) === 400
        if (to > L || (from === L && L > 0)) return statusOf(ask) === 416
        if (from > to && !circular) return statusOf(ask) === 416
        const expected = from <= to ? text.slice(from, to) : text.slice(from) + text.slice(0, to)
        return textOf(text, ask()) === expected
      }),
      { numRuns: 3000 },
    )
  })

  it('never yield an empty segment', () => {
    fc.assert(
      fc.property(lengthAndPositions, ({ text, start, end, circular }) => {
        if (statusOf(() => positions(spell(start), spell(end), text.length, circular)) !== 200)
          return
        for (const { start0, end0 } of positions(spell(start), spell(end), text.length, circular)) {
          expect(start0).toBeLessThan(end0)
        }
      }),
    )
  })

  it('read leading zeros, and nothing else that is not digits', () => {
    expect(positions('0010', '20', 100, false)).toEqual([{ start0: 10, end0: 20 }])
    for (const bad of ['', ' 5', '+5', '-0', '0x1', '1e1', '5.0', '٣', '²', ['1', '2'], 'NaN']) {
      expect(statusOf(() => positions(bad, undefined, 100, false))).toBe(400)
      expect(statusOf(() => positions(undefined, bad, 100, false))).toBe(400)
    }
  })

  it('go beyond 32 bits only on sequences that do', () => {
    expect(statusOf(() => positions('4294967296', undefined, 4294967295, false))).toBe(400)
    expect(statusOf(() => positions(undefined, '4294967296', 100, false))).toBe(400)
    expect(statusOf(() => positions(undefined, '4294967295', 100, false))).toBe(416)
    expect(positions('4999999990', '5000000000', 5e9, false)).toEqual([
      { start0: 4999999990, end0: 5e9 },
    ])
    expect(statusOf(() => positions('9007199254740992', undefined, 5e9, false))).toBe(400)
    expect(statusOf(() => positions('9'.repeat(400), undefined, 5e9, false))).toBe(400)
  })
})

describe('a byte range', () => {
  it('cuts what String.slice cuts, clamped to the sequence', () => {
    fc.assert(
      fc.property(lengthAndPositions, ({ text, start, end }) => {
        if (start === undefined && end === undefined) return true
        const segment = within(parseByteRange(`bytes=${start ?? ''}-${end ?? ''}`), text.length)
        const expected =
          start === undefined
            ? text.slice(Math.max(0, text.length - end!))
            : text.slice(start, end === undefined ? undefined : end + 1)
        return segment === undefined ? expected === '' : textOf(text, [segment]) === expected
      }),
      { numRuns: 3000 },
    )
  })

  it('is not satisfied by an empty answer', () => {
    for (const header of ['bytes=10-9', 'bytes=59-50', 'bytes=100-', 'bytes=-0', 'bytes=100-200']) {
      expect(within(parseByteRange(header), 100)).toBeUndefined()
    }
    for (const header of ['bytes=0-', 'bytes=-1', 'bytes=0-0']) {
      expect(within(parseByteRange(header), 0)).toBeUndefined()
    }
  })

  it('knows no overflow', () => {
    const huge = '9'.repeat(30)
    expect(within(parseByteRange(`bytes=0-${huge}`), 7)).toEqual({ start0: 0, end0: 7 })
    expect(within(parseByteRange(`bytes=-${huge}`), 7)).toEqual({ start0: 0, end0: 7 })
    expect(within(parseByteRange(`bytes=${huge}-`), 7)).toBeUndefined()
    expect(within(parseByteRange('bytes=4999999995-'), 5e9)).toEqual({
      start0: 4999999995,
      end0: 5e9,
    })
  })

  it('is one range of bytes, spelled as RFC 9110 spells it', () => {
    expect(parseByteRange('Bytes=0-1')).toEqual({ first: 0, last: 1 })
    const bad = ['', 'bytes', 'bytes=', 'bytes=-', 'bytes=0-1,5-6', 'bytes=--1', 'bytes=1--2']
    for (const header of [
      ...bad,
      'units=0-1',
      'bytes==0-1',
      'bytes=ab-1',
      'bytes=-10-',
      'bytes=٣-٤',
    ]) {
      expect(statusOf(() => parseByteRange(header))).toBe(400)
    }
  })
})
