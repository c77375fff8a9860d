import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { GtfAttributes } from './gtf.ts'

describe("GTF's column 9", () => {
  it('gives values with and without quotes, and all of a key', () => {
    const attributes = new GtfAttributes(
      'gene_id "G;1"; transcript_id T1; note ""; tag "a"; level 2; tag "b c"',
    )
    expect(attributes.first('gene_id')).toBe('G;1')
    expect(attributes.first('transcript_id')).toBe('T1')
    expect(attributes.first('note')).toBe('')
    expect(attributes.get('tag')).toEqual(['a', 'b c'])
    expect(attributes.first('level')).toBe('2')
    expect(attributes.first('gene')).toBeUndefined()
  })

  it('is read where semicolons or ends of quotes are left out', () => {
    expect(new GtfAttributes('gene_id "a" transcript_id "b"').first('transcript_id')).toBe('b')
    expect(new GtfAttributes('gene_id "a; transcript_id').first('gene_id')).toBe('a; transcript_id')
    expect(new GtfAttributes('gene_id').first('gene_id')).toBe('')
    expect(new GtfAttributes('').first('gene_id')).toBeUndefined()
  })

  it('does not take words within quotes for keys', () => {
    const keys = ['gene_id', 'tag', 'note']
    const value = fc
      .array(fc.constantFrom('tag', ';', ' ', 'gene_id', 'x'), { maxLength: 6 })
      .map((words) => words.join('').trim())
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.constantFrom(...keys), value), { maxLength: 6 }),
        (parts) => {
          const column = parts.map(([key, text]) => `${key} "${text}";`).join(' ')
          const attributes = new GtfAttributes(column)
          for (const key of keys) {
            const values = parts.filter(([own]) => own === key).map(([, text]) => text)
            expect(attributes.get(key)).toEqual(values.length > 0 ? values : undefined)
            expect(attributes.first(key)).toBe(values[0])
          }
        },
      ),
    )
  })
})
