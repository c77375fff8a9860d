import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Numbering } from './numbering.ts'

describe('numbers of texts', () => {
  it('are those that a map gives', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 2 })), fc.array(fc.string()), (texts, others) => {
        const [numbering, map] = [new Numbering(), new Map<string, number>()]
        for (const text of texts) {
          if (!map.has(text)) map.set(text, map.size)
          expect(numbering.add(text)).toBe(map.get(text))
        }
        expect(numbering.size).toBe(map.size)
        for (const text of [...texts, ...others]) {
          expect(numbering.find(text)).toBe(map.get(text) ?? -1)
        }
      }),
    )
  })

  it('stay as they are while the table grows', () => {
    const numbering = new Numbering()
    for (let i = 0; i < 100_000; i++) expect(numbering.add(`${i}`)).toBe(i)
    for (let i = 0; i < 100_000; i++) expect(numbering.find(`${i}`)).toBe(i)
    expect([numbering.find('100000'), numbering.add('7'), numbering.size]).toEqual([-1, 7, 100_000])
  })
})
