import { describe, expect, it } from 'vitest'
import { parseManifest } from './manifest.ts'

const parse = (source: string) => {
  const unknown: string[] = []
  return { manifest: parseManifest(source, (key) => unknown.push(key)), unknown }
}

describe('A manifest', () => {
  it('has genetic codes for all regions or by region, whatever they are called', () => {
    expect(parse('genetic_code: 11').manifest.genetic_code).toEqual({ default: 11 })
    const text = '{"genetic_code": {"MT": 2, "constructor": 4, "__proto__": 5}}'
    expect(Object.entries(parse(text).manifest.genetic_code ?? {})).toEqual([
      ['MT', 2],
      ['constructor', 4],
      ['__proto__', 5],
    ])
  })

  it('tells of keys that mean nothing, also of those that every object has', () => {
    expect(parse('{"toString": 1, "__proto__": {"taxon_id": 1}, "taxon": 2}')).toEqual({
      ...{ manifest: {}, unknown: ['toString', '__proto__', 'taxon'] },
    })
  })

  it('is refused for a genetic code that NCBI does not have', () => {
    for (const source of ['genetic_code: 7', 'genetic_code: {MT: 34}', 'genetic_code: 2.5']) {
      expect(() => parse(source)).toThrow(/genetic_code: it must be/)
    }
  })
})

it('takes numbers that are names as they stand, and dates of the calendar alone', () => {
  const manifest = parseManifest(
    'assembly_name: 2.10\ngenome_id: 007\ntaxon_id: 4932\nrelease_number: 110.10\nsynonyms: {01: [1, 1e3]}\nrelease_date: 2024',
    () => {},
  )
  expect(manifest).toEqual({
    ...{ assembly_name: '2.10', genome_id: '007', taxon_id: 4932, release_number: 110.1 },
    ...{ synonyms: { '01': ['1', '1e3'] }, release_date: '2024' },
  })
  expect(() => parseManifest('release_date: 2024-13-45', () => {})).toThrow(/must be a date/)
})
