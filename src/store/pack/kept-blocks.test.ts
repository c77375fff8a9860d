import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Blob } from '../blobs.ts'
import type { SequenceRecord } from '../store.ts'
import { BLOCK_RESIDUES } from './codec.ts'
import { DirectoryPages } from './directory-pages.ts'
import { KeptBlocks } from './kept-blocks.ts'
import { readKeeping } from './reader.ts'
import { residues, stored, textOf } from './testing/stored.ts'

/** Reads as a store does, at 3 in an array that has nothing else. */
function reader(blob: Blob, blocks = new KeptBlocks()) {
  const directories = new DirectoryPages()
  return async (record: SequenceRecord, start0: number, end0: number): Promise<string> => {
    const into = new Uint8Array(end0 - start0 + 6).fill(1)
    if (!blocks.read(record, start0, end0, into, 3)) {
      await readKeeping(blob, record, [start0, end0], into, 3, { directories, blocks })
    }
    expect([...into.subarray(0, 3), ...into.subarray(-3)]).toEqual([1, 1, 1, 1, 1, 1])
    return textOf(into.subarray(3, -3))
  }
}

/** A blob that counts reads of payloads; directories take less than 100 bytes, or a page. */
function counting(blob: Blob): Blob & { reads: number } {
  return {
    ...blob,
    name: blob.name,
    size: blob.size,
    reads: 0,
    read(into, position) {
      this.reads++
      return blob.read(into, position)
    },
  }
}

const TWENTY_BLOCKS = 'ACGTTGCAACGTACCA'.repeat(10 * 1024 + 3)

describe('kept blocks', () => {
  it('give any ranges of any sequences back, in any order, whoever waits', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(residues, { minLength: 1, maxLength: 4 }),
        fc.array(fc.tuple(fc.nat(3), fc.nat(), fc.nat(20_000)), { maxLength: 30 }),
        fc.boolean(),
        async (texts, ranges, slow) => {
          const all = [...texts, TWENTY_BLOCKS]
          const { pack, records } = await stored(all)
          const blob = counting(pack.blob)
          if (slow) {
            blob.read = (into, position) =>
              new Promise((resolve) => setImmediate(resolve)).then(() =>
                pack.blob.read(into, position),
              )
          }
          const read = reader(blob)
          const reads = ranges.map(async ([which, at, size]) => {
            const i = which % all.length
            const text = all[i]!
            const start = at % (text.length + 1)
            const end = Math.min(start + size, text.length)
            if (start === end) return
            expect(await read(records[i]!, start, end)).toBe(text.slice(start, end))
          })
          await Promise.all(reads)
        },
      ),
      { numRuns: 60 },
    )
  })

  it('are read once, and seven together where ranges follow each other', async () => {
    const { pack, records } = await stored([TWENTY_BLOCKS])
    const blob = counting(pack.blob)
    const read = reader(blob)
    // The first read tells nothing of what follows. One is of the directory.
    for (let start = 0; start < 20 * BLOCK_RESIDUES; start += 1000) {
      expect(await read(records[0]!, start, start + 9)).toBe(TWENTY_BLOCKS.slice(start, start + 9))
    }
    expect(blob.reads).toBe(1 + 1 + Math.ceil(19 / 7))
    for (let start = 0; start < 20 * BLOCK_RESIDUES; start += 1000) {
      await read(records[0]!, start, start + 9)
    }
    expect(blob.reads).toBe(5)
  })

  it.each([
    ['in number', () => 2],
    ['in bytes', (i: number) => 2049 + ((i * 7919) % 3072)],
  ])('stay right when there are more than are kept, %s', (_, sizeOf) => {
    const blocks = new KeptBlocks()
    const record = {
      ...{ pack: 1, offset: 16, length: 2 ** 40, digest: new Uint8Array(24) },
      ...{ md5: new Uint8Array(16), circular: false, size: 2 ** 38 },
    }
    // A block of one residue again and again, whose payload may have bytes that mean nothing.
    const repeat = (block: number, size: number) => {
      const payload = new Uint8Array(size)
      payload[1] = 65 + (block % 26)
      return payload
    }
    const into = new Uint8Array(1)
    let kept = 0
    for (let i = 0; i < 120_000; i++) {
      // Some come again and again.
      const block = i % 3 === 0 ? i % 300 : i
      const at = block * BLOCK_RESIDUES + 5
      if (blocks.read(record, at, at + 1, into, 0)) {
        expect(into[0]).toBe(65 + (block % 26))
        kept++
      } else blocks.keep(record, block, repeat(block, sizeOf(i)))
    }
    expect(kept).toBeGreaterThan(39_000)
    expect(kept).toBeLessThan(40_000)
  })

  it('are of no use for another sequence at the same place', async () => {
    const { pack, records } = await stored(['ACGTACGTAC'])
    const blocks = new KeptBlocks()
    const [record] = records as [SequenceRecord]
    await reader(pack.blob, blocks)(record, 0, 10)
    const into = new Uint8Array(10)
    expect(blocks.read(record, 0, 10, into, 0)).toBe(true)
    for (const other of [
      { ...record, digest: new Uint8Array(24) },
      { ...record, length: 11 },
      { ...record, pack: 2 },
      { ...record, offset: 17 },
    ]) {
      expect(blocks.read(other, 0, 10, into, 0)).toBe(false)
    }
  })

  it('are not kept when they are damaged', async () => {
    const { pack, records } = await stored([TWENTY_BLOCKS])
    const blocks = new KeptBlocks()
    const read = reader(pack.blob, blocks)
    pack.bytes()[2000]! ^= 4
    for (let i = 0; i < 2; i++) {
      await expect(read(records[0]!, 5, 10)).rejects.toMatchObject({ name: 'DamageError' })
    }
    pack.bytes()[2000]! ^= 4
    expect(await read(records[0]!, 5, 10)).toBe(TWENTY_BLOCKS.slice(5, 10))
  })
})
