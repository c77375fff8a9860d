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
