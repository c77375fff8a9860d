import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { DigestSet } from './digest-set.ts'

const directory = mkdtempSync(join(tmpdir(), 'seqkeep-digests-'))
afterAll(() => rmSync(directory, { recursive: true }))

it.each([1, 7, 171, 1000, 100_000])(
  'tells new digests from old ones, %i of them in memory',
  (capacity) => {
    fc.assert(
      fc.property(fc.array(fc.nat(900), { maxLength: 1500, size: 'max' }), (numbers) => {
        const set = new DigestSet(join(directory, 'set'), capacity)
        const expected = new Set<number>()
        const wrong: number[] = []
        for (const number of numbers) {
          const digest = createHash('sha512').update(`${number}`).digest().subarray(0, 24)
          const known = expected.has(number)
          if (set.has(digest) !== known || set.add(digest) === known) wrong.push(number)
          expected.add(number)
          if (expected.size > 40 * capacity) break
        }
        set.close()
        expect(wrong).toEqual([])
      }),
      { numRuns: 20 },
    )
    expect(readdirSync(directory)).toEqual([])
  },
)
