import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeField, Gff3Attributes } from './gff3.ts'

describe("GFF3's column 9", () => {
  it('gives values by key, lists split before they are decoded', () => {
    const attributes = new Gff3Attributes(
      'ID=a%3Bb; Name=x,y;Dbxref=HGNC:1,a%2Cb;Parent=p,q;Parent=r;Is_circular=true',
    )
    expect(attributes.first('ID')).toBe('a;b')
    expect(attributes.first('Name')).toBe('x,y')
    expect(attributes.get('Dbxref')).toEqual(['HGNC:1', 'a,b'])
    expect(attributes.get('Parent')).toEqual(['p', 'q', 'r'])
    expect(attributes.first('Parent')).toBe('p')
    expect(attributes.first('circular')).toBeUndefined()
    expect(attributes.get('id')).toBeUndefined()
  })

  it('is found by whole keys, as a naive reading finds them', () => {
    const keys = ['ID', 'Parent', 'a', 'aa', 'tag']
    const text = fc.array(fc.constantFrom('a', 'ID', '=', ' ', ',', 'Parent', 'x', '%2C'), {
      maxLength: 6,
    })
    const part = fc.tuple(
      fc.constantFrom(...keys),
      text.map((words) => words.join('')),
    )
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.boolean(), (parts, spaced) => {
        const column = parts.map((pair) => pair.join('=')).join(spaced ? '; ' : ';')
        const attributes = new Gff3Attributes(column)
        for (const key of keys) {
          const isList = key === 'Parent' || key === 'tag'
          const values = parts
            .filter(([own]) => own === key)
            .flatMap(([, value]) => (isList ? value.split(',') : [value]))
            .map((value) => value.trim().replaceAll('%2C', ','))
          expect(attributes.get(key)).toEqual(values.length > 0 ? values : undefined)
          expect(attributes.first(key)).toBe(values[0])
        }
      }),
    )
  })

  it('keeps what is no percent-encoding', () => {
    expect(decodeField('100%')).toBe('100%')
    expect(decodeField('%E6%9F%93%2c')).toBe('染,')
    expect(decodeField('a%ZZ%2C')).toBe('a%ZZ,')
    expect(decodeField('+')).toBe('+')
  })
})
