import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Blob } from '../blobs.ts'
import { BLOCK_RESIDUES } from './codec.ts'
import { SequentialReader } from './sequential.ts'
import { bytesOf, residues, stored, textOf } from './testing/stored.ts'

const MIB = 1 << 20

/** Three extents of bases, one of which has protein's letters, which need more bytes. */
const LONG =
  'ACGTTGCAACGTACCA'.repeat(MIB / 16 + 5) + 'MPIGSKERPT'.repeat(40_000) + 'ACGTN'.repeat(200_000)

const later = () => new Promise<void>((resolve) => setImmediate(resolve))

function slow(blob: Blob): Blob {
  return {
    ...{ name: blob.name, size: blob.size, close() {} },
    read: (into, position) => later().then(() => blob.read(into, position)),
  }
}

describe('residues in order', () => {
  const size = fc.oneof(
    fc.integer({ min: 1, max: 100_000 }),
    fc.constantFrom(1, BLOCK_RESIDUES - 1, BLOCK_RESIDUES, BLOCK_RESIDUES + 1, 256 * 1024, MIB),
  )

  it('are those of the sequence, in pieces of any size, from anywhere on', async () => {
    const long = await stored([LONG])
    await fc.assert(
      fc.asyncProperty(
        fc.option(residues, { freq: 1 }),
        fc.nat(),
        fc.nat(),
        fc.array(size, { minLength: 1, maxLength: 5 }),
        fc.boolean(),
        async (short, a, b, sizes, waits) => {
          const text = short ?? LONG
          const { pack, records } = short === null ? long : await stored([short])
          const [start, end] = [a % (text.length + 1), b % (text.length + 1)].sort((x, y) => x - y)
          const blob = waits ? slow(pack.blob) : pack.blob
          const reader = new SequentialReader(records[0]!, start!, end!, (use) => use(blob))
          const pieces: string[] = []
          for (let at = start!, i = 0; at < end!; i++) {
            // A million pieces of one residue would tell no more than a few.
            const wanted = i < 50 ? sizes[i % sizes.length]! : 100_000
            const into = new Uint8Array(Math.min(wanted, end! - at))
            await reader.read(into)
            pieces.push(textOf(into))
            at += into.length
          }
          expect(pieces.join('') === text.slice(start!, end!)).toBe(true)
        },
      ),
      { numRuns: 25 },
    )
  }, 60_000)

  it.each([false, true])(
    'are those of three extents, whether the disk is slow (%s)',
    async (waits) => {
      const { pack, records } = await stored([LONG])
      const blob = waits ? slow(pack.blob) : pack.blob
      const reader = new SequentialReader(records[0]!, 3, LONG.length, (use) => use(blob))
      for (let at = 3; at < LONG.length; at += 60_000) {
        const into = new Uint8Array(Math.min(60_000, LONG.length - at))
        await reader.read(into)
        expect(textOf(into) === LONG.slice(at, at + into.length)).toBe(true)
      }
    },
  )

  it('are not given from a damaged block, wherever it is', async () => {
    const { pack, records } = await stored([LONG])
    const clean = pack.bytes().slice()
    for (const at of [16, 2000, 300_000, clean.length - 1]) {
      pack.bytes().set(clean)
      pack.bytes()[at]! ^= 1
      const reader = new SequentialReader(records[0]!, 0, LONG.length, (use) => use(pack.blob))
      const into = new Uint8Array(64 * 1024)
      let read = 0
      const all = async () => {
        for (; read < LONG.length; read += into.length) {
          const piece = into.subarray(0, Math.min(into.length, LONG.length - read))
          await reader.read(piece)
          expect(textOf(piece) === LONG.slice(read, read + piece.length)).toBe(true)
        }
      }
      await expect(all()).rejects.toMatchObject({ name: 'DamageError' })
    }
  })

  it('leave no failure behind for a client that has left', async () => {
    const { pack, records } = await stored([LONG])
    let reads = 0
    const blob: Blob = {
      ...{ name: 'a disk that fails', size: pack.blob.size, close() {} },
      read(into, position) {
        // The second extent: directory, payload, directory, payload.
        if (++reads > 3) return later().then(() => Promise.reject(new Error('EIO')))
        return pack.blob.read(into, position)
      },
    }
    const reader = new SequentialReader(records[0]!, 0, LONG.length, (use) => use(blob))
    const into = new Uint8Array(10)
    await reader.read(into)
    expect(into).toEqual(bytesOf(LONG.slice(0, 10)))
    await later()
    await later()
    expect(reads).toBe(4)
  })
})
