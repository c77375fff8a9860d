import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { VirtualStore, virtualResidue } from '../../server/testing/memory-store.ts'
import { Windows } from './windows.ts'

const LENGTH = 40_000_003
const store = new VirtualStore(LENGTH)
const source = { record: store.record, key: 'upper' }
/** The same sequence in another case. */
const masked = {
  record: store.record,
  key: 'lower',
  lowerCase: async (start0: number, end0: number) => [start0, end0],
}

function expected(start0: number, end0: number, bit: number): number[] {
  return Array.from({ length: end0 - start0 }, (_, i) => virtualResidue(start0 + i) | bit)
}

async function read(windows: Windows, from: typeof source, start0: number, end0: number) {
  const bytes = new Uint8Array(end0 - start0 + 6).fill(1)
  await windows.read(from, start0, end0, new DataView(bytes.buffer), 3)
  expect([...bytes.subarray(0, 3), ...bytes.subarray(-3)]).toEqual([1, 1, 1, 1, 1, 1])
  return [...bytes.subarray(3, -3)]
}

describe('windows', () => {
  it('hold what the store has, when there are many more than are kept', async () => {
    const windows = new Windows(store)
    // Each window of the sequence twice over, of which there are 4,883.
    for (let round = 0; round < 2; round++) {
      for (let start0 = 8190; start0 < LENGTH - 10; start0 += 8192) {
        const got = await read(windows, source, start0, start0 + 5)
        expect(got).toEqual(expected(start0, start0 + 5, 0))
      }
    }
    expect(await read(windows, source, LENGTH - 3, LENGTH)).toEqual(expected(LENGTH - 3, LENGTH, 0))
  }, 60_000)

  it('are read once while they are at hand, and not for what is long', async () => {
    const windows = new Windows(store)
    const { reads } = store
    for (let i = 0; i < 100; i++) await read(windows, source, 16_000 + i, 16_800 + i)
    expect(store.reads - reads).toBe(2)
    await read(windows, source, 0, 100_000)
    expect(store.reads - reads).toBe(3)
  })

  it('keep cases apart, whoever reads at the same time', async () => {
    const windows = new Windows(store)
    store.onRead = () => new Promise((resolve) => setImmediate(resolve))
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(fc.boolean(), fc.nat(80_000), fc.nat(20_000)), { maxLength: 12 }),
        async (reads) => {
          const got = await Promise.all(
            reads.map(([lower, start0, size]) =>
              read(windows, lower ? masked : source, start0, start0 + size),
            ),
          )
          for (const [i, [lower, start0, size]] of reads.entries()) {
            expect(got[i]).toEqual(expected(start0, start0 + size, lower ? 32 : 0))
          }
        },
      ),
      { numRuns: 40 },
    )
    store.onRead = () => {}
  }, 60_000)

  it('keep nothing of a read that failed', async () => {
    const windows = new Windows(store)
    store.onRead = () => {
      throw new Error('damaged')
    }
    await expect(read(windows, source, 5, 10)).rejects.toThrow('damaged')
    store.onRead = () => {}
    expect(await read(windows, source, 5, 10)).toEqual(expected(5, 10, 0))
  })
})
