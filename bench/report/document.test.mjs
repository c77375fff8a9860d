import { existsSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { fillIn } from './document.mjs'
import { SECTIONS } from './sections.mjs'

const docs = new URL('../../docs/', import.meta.url)
const read = (name) => readFileSync(new URL(name, docs), 'utf8')

describe('docs/performance.md', () => {
  it('says what the results beside it say, in its tables and plots', () => {
    const results = {}
    for (const name of Object.keys(SECTIONS)) {
      const file = `performance/${name}.json`
      if (existsSync(new URL(file, docs))) results[name] = JSON.parse(read(file))
    }
    const { text, plots } = fillIn(read('performance.md'), results)
    expect(read('performance.md')).toBe(text)
    for (const [file, plot] of Object.entries(plots)) expect(read(`performance/${file}`)).toBe(plot)
  })

  it('fails where it has no place for a benchmark', () => {
    const result = { rows: [{ 'wall s': 1 }] }
    expect(() => fillIn('', { markers: result })).toThrow()
  })
})
