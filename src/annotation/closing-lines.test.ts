import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ClosingLines } from './closing-lines.ts'

/** Lines after which no later one shares a name, however remotely: by flooding from each line. */
function naive(lines: readonly (readonly string[])[]): number[] {
  const closing: number[] = []
  for (let i = 0; i < lines.length; i++) {
    const names = new Set(lines[i])
    const joined = new Set([i])
    for (let grown = true; grown; ) {
      grown = false
      for (const [j, own] of lines.entries()) {
        if (joined.has(j) || !own.some((name) => names.has(name))) continue
        for (const name of own) names.add(name)
        joined.add(j)
        grown = true
      }
    }
    if (Math.max(...joined) === i) closing.push(i)
  }
  return closing
}

describe('The lines that complete what hangs together', () => {
  const names = fc.array(fc.constantFrom(...'abcdefgh'), { minLength: 1, maxLength: 3 })
  it('are those that flooding finds, block by block', () => {
    fc.assert(
      fc.property(fc.array(fc.array(names, { maxLength: 15 }), { maxLength: 4 }), (blocks) => {
        const lines = new ClosingLines()
        const expected: number[] = []
        let line = 0
        for (const block of blocks) {
          for (const at of naive(block)) expected.push(line + at + 1)
          for (const own of block) lines.add(++line, 0, own)
          lines.close()
        }
        const closing = lines.finish()
        const found = Array.from({ length: line + 1 }, (_, i) => i).filter((i) => closing.has(i))
        expect(found).toEqual(expected)
      }),
    )
  })

  it('are none, up to the next ###, where a container comes behind what names it', () => {
    const lines = new ClosingLines()
    lines.container(0, 'first')
    lines.add(1, 0, ['gene'])
    lines.close()
    lines.add(3, 0, ['late', 'gene'])
    lines.container(1, 'late')
    lines.close()
    lines.add(5, 0, ['late', 'gene'])
    lines.container(0, 'late')
    lines.add(7, 0, ['gene'])
    lines.close()
    lines.add(9, 0, ['gene'])
    const closing = lines.finish()
    expect([1, 3, 5, 7, 9].filter((line) => closing.has(line))).toEqual([1, 3, 9])
  })

  it('are kept apart by sequence, and for 300,000 names', () => {
    const lines = new ClosingLines()
    const count = 300_000
    for (let i = 0; i < count; i++) lines.add(i + 1, i % 2, [`gene:ENSG${i >> 2}`])
    const closing = lines.finish()
    // Each name stands on two lines of each sequence, of which the second completes it.
    let closed = 0
    for (let i = 0; i < count; i++) {
      if (!closing.has(i + 1)) continue
      closed++
      expect(i % 4).toBeGreaterThan(1)
    }
    // Names of one hash are complete together: of 150,000 in 2^32 three pairs are to be expected.
    expect(closed).toBeGreaterThan(count / 2 - 20)
    expect(closed).toBeLessThanOrEqual(count / 2)
  })
})
