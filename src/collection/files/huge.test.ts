import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { bodyBytes } from '../../formats/fasta-layout.ts'
import { MemoryStore, VirtualStore, virtualResidue } from '../../server/testing/memory-store.ts'
import type { Member } from '../../store/collections.ts'
import type { SequenceRecord } from '../../store/store.ts'
import { MemoryCollections } from '../testing/memory-collections.ts'
import { CollectionFiles } from './collection-files.ts'
import { derivedIn } from './derived.ts'
import { naiveFile } from './testing/naive-files.ts'
import { collectionOf, sequencesOf } from './testing/spelled.ts'

const GIB = 2 ** 30

/** A collection of sequences that are as long as they say, and all alike. */
class Huge extends MemoryCollections {
  readonly lengths: readonly number[]

  constructor(lengths: readonly number[]) {
    super([collectionOf([[]])])
    this.lengths = lengths
  }

  get request() {
    const [record] = this.records
    return {
      record: { ...record!, members: this.lengths.length, residues: 0 },
      ...{ describedBy: record!.masks[0]!, mask: undefined },
    }
  }

  override async members(_: Uint8Array, __: Uint8Array, from: number, limit: number) {
    return this.lengths.slice(from, from + limit).map(
      (length, i): Member => ({
        ...{ name: `s${from + i}`, description: '', length, digest: new Uint8Array(24) },
      }),
    )
  }
}

/** Residues of period 23, and without a pass over all of them no runs. */
class HugeStore extends VirtualStore {
  override async find(): Promise<SequenceRecord[]> {
    return [this.record]
  }

  override async otherRuns(): Promise<number[]> {
    return []
  }
}

describe('files beyond 4 GiB', () => {
  it('have their last residues where they belong', async () => {
    const length = 9 * GIB + 17
    const collections = new Huge([length, length])
    const files = new CollectionFiles(new HugeStore(length), collections)
    const fasta = await files.open('fa', collections.request)
    const record = 4 + bodyBytes(length, 60)
    expect(fasta.size).toBe(2 * record)
    const bytes = Buffer.alloc(10)
    await fasta.read(fasta.size - 10, fasta.size, bytes)
    const last = Array.from({ length: 9 }, (_, i) => virtualResidue(length - 9 + i))
    expect([...bytes]).toEqual([...last, 10])
    const fai = await files.open('fa.fai', collections.request)
    const lines = Buffer.alloc(fai.size)
    await fai.read(0, fai.size, lines)
    expect(lines.toString()).toBe(
      `s0\t${length}\t4\t60\t61\ns1\t${length}\t${record + 4}\t60\t61\n`,
    )
  })

  it('have 64-bit offsets in 2bit, which smaller ones do not', async () => {
    const length = 4 * GIB - 4
    for (const [count, version] of [
      [3, 0],
      [5, 1],
    ] as const) {
      const collections = new Huge(new Array(count).fill(length))
      const files = new CollectionFiles(new HugeStore(length), collections)
      const file = await files.open('2bit', collections.request)
      const entry = version === 1 ? 11 : 7
      const start = 16 + count * entry
      expect(file.size).toBe(start + count * (16 + length / 4))
      const head = Buffer.alloc(start)
      await file.read(0, start, head)
      expect(head.readUInt32LE(4)).toBe(version)
      for (let i = 0; i < count; i++) {
        const at = 16 + i * entry + 3
        const offset = version === 1 ? Number(head.readBigUInt64LE(at)) : head.readUInt32LE(at)
        expect(offset).toBe(start + i * (16 + length / 4))
        const record = Buffer.alloc(16)
        await file.read(offset, offset + 16, record)
        expect(record.readUInt32LE(0)).toBe(length)
      }
    }
  }, 60_000)

  it('are not 2bit where one sequence is longer than its 32 bits', async () => {
    const collections = new Huge([4 * GIB])
    const files = new CollectionFiles(new MemoryStore([]), collections)
    await expect(files.open('2bit', collections.request)).rejects.toMatchObject({
      code: 'SEQUENCE_TOO_LONG',
    })
  })
})

describe('an index of runs', () => {
  const members = [{ name: 'a', residues: 'ACGTTGCANN'.repeat(110_000) }]
  let directory: string

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'seqkeep-test-'))
  })
  afterAll(() => rm(directory, { recursive: true }))

  async function bedOf(where: string): Promise<{ bed: Buffer; reads: number }> {
    const collections = new MemoryCollections([collectionOf([members])])
    const sequences = sequencesOf([members])
    const files = new CollectionFiles(sequences, collections, derivedIn(where))
    const [record] = collections.records
    const describedBy = record!.masks[0]!
    const request = { record: record!, describedBy, mask: describedBy.id }
    const file = await files.open('n.bed', request)
    const { reads } = sequences
    const bed = Buffer.alloc(file.size)
    await file.read(0, file.size, bed)
    return { bed, reads }
  }

  it('is made once, and anew when its file is gone, cut or damaged', async () => {
    const derived = join(directory, 'derived')
    const expected = naiveFile('n.bed', members)
    const first = await bedOf(derived)
    expect(first.bed.equals(expected)).toBe(true)
    expect(first.reads).toBeGreaterThan(0)
    const [name] = await readdir(derived)
    expect(name).toMatch(/^[0-9a-f]{48}\.n\.runs$/)
    const path = join(derived, name!)
    const second = await bedOf(derived)
    expect(second.bed.equals(expected)).toBe(true)
    expect(second.reads).toBe(0)
    const whole = await readFile(path)
    const flipped = Buffer.from(whole)
    flipped[whole.length - 20]! ^= 1
    for (const spoilt of [whole.subarray(0, 100), flipped, Buffer.alloc(0), Buffer.alloc(5000)]) {
      await writeFile(path, spoilt)
      const again = await bedOf(derived)
      expect(again.bed.equals(expected)).toBe(true)
      expect(again.reads).toBeGreaterThan(0)
    }
    expect(await readdir(derived)).toEqual([name])
    expect((await readFile(path)).equals(whole)).toBe(true)
  })

  it('needs no place to be kept', async () => {
    await writeFile(join(directory, 'file'), '')
    const { bed } = await bedOf(join(directory, 'file', 'derived'))
    expect(bed.equals(naiveFile('n.bed', members))).toBe(true)
  })
})
