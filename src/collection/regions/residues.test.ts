import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VirtualStore, virtualResidue } from '../../server/testing/memory-store.ts'
import { Residues } from './residues.ts'
import type { Source } from './source.ts'

const LENGTH = 3 * 2 ** 20 + 3
const store = new VirtualStore(LENGTH)

/** Pairs of a mask, from gaps and lengths by turns. */
function runsOf(steps: readonly number[]): number[] {
  const runs: number[] = []
  let at = 0
  for (let i = 0; i + 1 < steps.length; i += 2) {
    const start = at + steps[i]! + (i > 0 ? 1 : 0)
    at = start + 1 + steps[i + 1]!
    if (at > LENGTH) break
    runs.push(start, at)
  }
  return runs
}

function masked(key: string, runs: readonly number[]): Source {
  return {
    record: store.record,
    key,
    async lowerCase(start0, end0) {
      await new Promise((resolve) => setImmediate(resolve))
      return runs
        .filter((_, i) => runs[i | 1]! > start0 && runs[i & ~1]! < end0)
        .map((at) => Math.min(Math.max(at, start0), end0))
    },
  }
}

function expected(start0: number, end0: number, runs: readonly number[]): number[] {
  return Array.from({ length: end0 - start0 }, (_, i) => {
    const at = start0 + i
    const isLower = runs.some((start, r) => r % 2 === 0 && start <= at && at < runs[r + 1]!)
    return virtualResidue(at) | (isLower ? 32 : 0)
  })
}

const step = fc.oneof(fc.nat(3), fc.nat(5000), fc.constantFrom(2 ** 20 - 2, 2 ** 20, 2 ** 20 + 1))
const place = fc
  .tuple(fc.constantFrom(0, 4096, 2 ** 20, 2 ** 21, LENGTH - 200), fc.nat(400))
  .map(([at, by]) => Math.min(Math.max(at + by - 200, 0), LENGTH))

describe('residues', () => {
  it('have the case of their file, whoever reads at the same time', async () => {
    store.onRead = () => new Promise((resolve) => setImmediate(resolve))
    let round = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { maxLength: 40 }), { minLength: 1, maxLength: 3 }),
        fc.array(fc.tuple(fc.nat(2), place, fc.oneof(fc.nat(300), fc.constant(40_000))), {
          maxLength: 12,
        }),
        async (masks, reads) => {
          round++
          const residues = new Residues(store)
          const runs = masks.map(runsOf)
          const sources = runs.map((each, i) => masked(`${round}/${i}`, each))
          await Promise.all(
            reads.map(async ([which, start0, size]) => {
              const i = which % sources.length
              const end0 = Math.min(start0 + size, LENGTH)
              const bytes = new Uint8Array(end0 - start0 + 6).fill(1)
              await residues.read(sources[i]!, start0, end0, bytes, 3)
              expect([...bytes.subarray(0, 3), ...bytes.subarray(-3)]).toEqual([1, 1, 1, 1, 1, 1])
              expect([...bytes.subarray(3, -3)]).toEqual(expected(start0, end0, runs[i]!))
            }),
          )
        },
      ),
      { numRuns: 40 },
    )
    store.onRead = () => {}
  }, 60_000)

  it('come as they are after a read that failed', async () => {
    const residues = new Residues(store)
    const bytes = new Uint8Array(5)
    store.onRead = () => {
      throw new Error('damaged')
    }
    const source = masked('failed', [7, 9])
    const read = async () => residues.read(source, 5, 10, bytes, 0)
    await expect(read()).rejects.toThrow('damaged')
    store.onRead = () => {}
    await read()
    expect([...bytes]).toEqual(expected(5, 10, [7, 9]))
  })
})
