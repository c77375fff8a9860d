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
