import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { digestSequence } from '../../digest/sequence-digest.ts'
import type { SequenceRecord } from '../store.ts'
import { BLOCK_RESIDUES, decodeBlock, encodeBlock, MAX_PAYLOAD } from './codec.ts'
import { DirectoryWriter, entryEnd } from './directory.ts'
import { ENTRY_BYTES, PACK_HEADER, packedBytes } from './layout.ts'
import { readOtherRuns, readResidues } from './reader.ts'
import { bytesOf, letters, memoryPack, residues, stored, textOf } from './testing/stored.ts'
import { PackWriter } from './writer.ts'

describe('block codecs', () => {
  it('give every block back, whole and in part', () => {
    fc.assert(
      fc.property(residues, fc.nat(), fc.nat(), (text, a, b) => {
        const block = text.slice(0, BLOCK_RESIDUES)
        const out = new Uint8Array(MAX_PAYLOAD + 2)
        const size = encodeBlock(bytesOf(block), 0, block.length, out, 1)
        expect(size).toBeLessThanOrEqual(MAX_PAYLOAD)
        expect([out[0], out[1 + MAX_PAYLOAD]]).toEqual([0, 0])
        const from = Math.min(a % (block.length + 1), b % (block.length + 1))
        const to = Math.max(a % (block.length + 1), b % (block.length + 1))
        const decoded = new Uint8Array(to - from)
        decodeBlock(out, 1, from, to, decoded, 0)
        expect(textOf(decoded)).toBe(block.slice(from, to))
      }),
      { numRuns: 500 },
    )
  })

  it.each([...letters])('keep residue %s in every codec', (letter) => {
    for (const text of [
      letter,
      `ACGTACGT${letter}`,
      `ACGU${letter}`,
      `RYSWKMBDHV${letter}N`,
      letters,
    ]) {
      const out = new Uint8Array(MAX_PAYLOAD)
      const size = encodeBlock(bytesOf(text), 0, text.length, out, 0)
      const decoded = new Uint8Array(text.length)
      decodeBlock(out.subarray(0, size), 0, 0, text.length, decoded, 0)
      expect(textOf(decoded)).toBe(text)
    }
  })

  it('take the tightest form', () => {
    const size = (text: string) =>
      encodeBlock(bytesOf(text), 0, text.length, new Uint8Array(MAX_PAYLOAD), 0)
    expect(size('N'.repeat(BLOCK_RESIDUES))).toBe(2)
    expect(size('ACGT'.repeat(2048))).toBe(1 + 2048)
    expect(size('ACGU'.repeat(2048))).toBe(1 + 2048)
    expect(size(`${'ACGT'.repeat(2047)}ACGN`)).toBe(1 + 1 + 2 + 2048)
    expect(size('ACGT'.repeat(24) + 'N'.repeat(8096))).toBe(1 + 1 + 4 + 24)
    expect(size('ACGTRYKM'.repeat(1024))).toBe(1 + 4096)
    expect(size('MPIGSKER'.repeat(1024))).toBe(1 + 5120)
  })
})

describe('a pack', () => {
  it('gives any range of any sequence back', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(residues, { minLength: 1, maxLength: 4 }),
        fc.array(fc.tuple(fc.nat(), fc.nat()), { minLength: 1, maxLength: 10 }),
        async (texts, ranges) => {
          const { pack, records } = await stored(texts)
          for (const [i, record] of records.entries()) {
            const text = texts[i]!
            for (const [a, b] of [...ranges, [0, text.length] as const]) {
              const start = Math.min(a % (text.length + 1), b % (text.length + 1))
              const end = Math.max(a % (text.length + 1), b % (text.length + 1))
              const into = new Uint8Array(end - start)
              await readResidues(pack.blob, record, start, end, into)
              expect(textOf(into)).toBe(text.slice(start, end))
            }
          }
        },
      ),
      { numRuns: 60 },
    )
  })

  it('tells the runs of others than A, C, G, T and U in any range', async () => {
    await fc.assert(
      fc.asyncProperty(residues, fc.nat(), fc.nat(), async (text, a, b) => {
        const { pack, records } = await stored([text])
        for (const [from, to] of [
          [a % (text.length + 1), b % (text.length + 1)],
          [0, text.length],
        ]) {
          const start = Math.min(from!, to!)
          const end = Math.max(from!, to!)
          const expected = [...text.slice(start, end).matchAll(/([^ACGTU])\1*/g)].flatMap(
            ({ 0: run, index }) => [start + index, start + index + run.length, run.charCodeAt(0)],
          )
          expect(await readOtherRuns(pack.blob, records[0]!, start, end)).toEqual(expected)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('forgets a discarded sequence, also one that was partly written', async () => {
    const long = 'ACGTTGCAAC'.repeat(1_000_000)
    const pack = memoryPack()
    const writer = new PackWriter(pack.blob)
    writer.add(bytesOf(long))
    writer.discard()
    writer.add(bytesOf('MPIGSKERPT'))
    const { sha512t24u: digest, md5 } = digestSequence(bytesOf('MPIGSKERPT'))
    const size = writer.end(digest, 10)
    await writer.commit()
    expect(pack.bytes().length).toBe(PACK_HEADER.length + packedBytes(10, size))
    const into = new Uint8Array(10)
    const record = { digest, md5, length: 10, circular: false, pack: 1, offset: 16, size }
    await readResidues(pack.blob, record, 0, 10, into)
    expect(textOf(into)).toBe('MPIGSKERPT')
  })

  it('refuses to give residues of a damaged block, whichever bit is flipped', async () => {
    const texts = ['ACGTN'.repeat(5000), 'MPIGSKERPT'.repeat(30), 'N'.repeat(20_000)]
    const { pack, records } = await stored(texts)
    const clean = pack.bytes().slice()
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: PACK_HEADER.length * 8, max: clean.length * 8 - 1 }),
        async (bit) => {
          pack.bytes().set(clean)
          pack.bytes()[bit >> 3]! ^= 1 << (bit & 7)
          let damaged = 0
          for (const [i, record] of records.entries()) {
            const into = new Uint8Array(record.length)
            try {
              await readResidues(pack.blob, record, 0, record.length, into)
              expect(textOf(into)).toBe(texts[i])
            } catch (error) {
              expect(error).toMatchObject({ name: 'DamageError' })
              damaged++
            }
          }
          expect(damaged).toBe(1)
        },
      ),
      { numRuns: 300 },
    )
  })

  it('gives ranges of a sequence that lies beyond 4 GiB of its pack', async () => {
    const text = 'ACGTN'.repeat(20_000)
    const { pack, records } = await stored([text])
    const far = 6 * 2 ** 30
    const blob = {
      name: 'a pack in memory',
      size: far + pack.blob.size,
      read: (into: Uint8Array, position: number) => pack.blob.read(into, position - far),
      close() {},
    }
    const record = { ...records[0]!, offset: far + PACK_HEADER.length }
    const into = new Uint8Array(1000)
    await readResidues(blob, record, 50_001, 51_001, into)
    expect(textOf(into)).toBe(text.slice(50_001, 51_001))
  })

  it('has block directories for sequences beyond 4 GiB', () => {
    fc.assert(
      fc.property(fc.array(fc.maxSafeNat().map((n) => n % 2 ** 48)), fc.nat(), (ends, seed) => {
        const directory = new DirectoryWriter()
        for (const end of ends) directory.add(end, seed)
        const bytes = directory.seal(0)
        expect(ends.map((_, i) => entryEnd(bytes, i * ENTRY_BYTES))).toEqual(ends)
      }),
    )
  })

  it('refuses a record that does not fit the blocks', async () => {
    const { pack, records } = await stored(['ACGTACGTAC', 'ACGTACGTAA'])
    const [a, b] = records as [SequenceRecord, SequenceRecord]
    const wrong = [
      { ...a, digest: b.digest },
      { ...a, length: 9 },
      { ...a, offset: b.offset },
      { ...a, offset: 10_000 },
    ]
    for (const record of wrong) {
      const read = async () => readResidues(pack.blob, record, 0, 9, new Uint8Array(9))
      await expect(read()).rejects.toMatchObject({ name: 'DamageError' })
    }
  })
})
