import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { Sorter } from './sorter.ts'

const directory = mkdtempSync(join(tmpdir(), 'seqkeep-sorter-'))
afterAll(() => rmSync(directory, { recursive: true }))

it.each([64, 1000, 1 << 20])(
  'sorts by key, in runs of %i bytes, first come first among equals',
  (run) => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 6 }),
      fc.uint8Array({ maxLength: 40 }).map((tail) => new Uint8Array([1, 2, 3, 4, ...tail])),
      // Many that have much in common, and some that begin others.
      fc.uint8Array({ maxLength: 12, max: 1 }).map((tail) => new Uint8Array([9, 9, 9, ...tail])),
      fc.nat(3).map((letter) => new Uint8Array(300_000 + letter).fill(letter)),
    )
    fc.assert(
      fc.property(fc.array(bytes, { maxLength: 60 }), (keys) => {
        const sorter = new Sorter(join(directory, 'run'), run)
        keys.forEach((key, i) => {
          sorter.add(key, new Uint8Array([i]))
        })
        const sorted: (string | number | undefined)[][] = []
        for (const [key, value] of sorter.sorted()) {
          sorted.push([Buffer.from(key).toString('hex'), value[0]])
        }
        const expected = keys
          .map((key, i) => [Buffer.from(key).toString('hex'), i] as const)
          .sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : a[1] - b[1]))
        // Arrays are compared as text: one assertion a case.
        expect(JSON.stringify(sorted)).toBe(JSON.stringify(expected))
        sorter.close()
      }),
      { numRuns: 40 },
    )
    expect(readdirSync(directory)).toEqual([])
  },
)

it.each([64, 1 << 20])('keeps what is added to the last pair, in runs of %i bytes', (run) => {
  const key = fc.constantFrom(...['a', 'b', 'ab', 'c'].map((text) => Buffer.from(text)))
  const added = fc.array(fc.tuple(key, fc.uint8Array({ maxLength: 9 })), { maxLength: 60 })
  fc.assert(
    fc.property(added, (pairs) => {
      const sorter = new Sorter(join(directory, 'run'), run)
      const expected = new Map<string, string>()
      const add = (to: Map<string, string>, name: Uint8Array, value: Uint8Array) => {
        const text = Buffer.from(name).toString()
        to.set(text, (to.get(text) ?? '') + Buffer.from(value).toString('hex'))
      }
      for (const [name, value] of pairs) {
        add(expected, name, value)
        const padded = Buffer.concat([Buffer.from('..'), name])
        if (sorter.extend(padded, 2, name.length, value, value.length)) continue
        sorter.addParts(padded, 2, name.length, value, 0, value.length)
      }
      const found = new Map<string, string>()
      for (const [name, value] of sorter.sorted()) add(found, name, value)
      expect([...found]).toEqual([...expected].sort(([a], [b]) => (a < b ? -1 : 1)))
      sorter.close()
    }),
    { numRuns: 100 },
  )
})
