import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { MemoryStore } from '../../server/testing/memory-store.ts'
import { collectionOf } from '../files/testing/spelled.ts'
import { MemoryCollections } from '../testing/memory-collections.ts'
import { fasta, jsonLines, type RegionFormat, tabSeparated } from './format.ts'
import { MemberIndex } from './member-index.ts'
import type { Region } from './region.ts'
import { Residues } from './residues.ts'
import { type FindSource, membersNamed, sequences } from './source.ts'
import { SINK_BYTES, writeRegions } from './write-regions.ts'

/** The same letters each time, in runs of upper and lower case. */
function spelled(length: number, letters: string, runs = true): string {
  let state = length
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  let text = ''
  while (text.length < length) {
    let run = ''
    for (let left = 1 + next(300); left > 0; left--) run += letters[next(letters.length)]
    text += runs && next(2) === 0 ? run.toLowerCase() : run
  }
  return text.slice(0, length)
}

const MEMBERS = [
  { name: 'circle', residues: spelled(200_000, 'ACGTN'), circular: true },
  { name: 'edge', residues: spelled(8192, 'ACGTRYKMBDHVSWN') },
  { name: 'piece', residues: spelled(2 * 60 * 1024 + 1, 'ACGT') },
  { name: 'one', residues: 'a', circular: true },
  { name: 'empty', residues: '' },
  { name: 'rna', residues: spelled(300, 'ACGU') },
  { name: 'Ünïcode|x', residues: spelled(70, 'ACGT') },
  { name: 'protein', residues: spelled(100_000, 'MKLVE', false) },
]
const COMPLEMENT = Object.fromEntries(
  ['AT', 'TA', 'CG', 'GC', 'UA', 'RY', 'YR', 'KM', 'MK', 'BV', 'VB', 'DH', 'HD', 'NN', 'SS', 'WW']
    .flatMap((pair) => [pair, pair.toLowerCase()])
    .map(([a, b]) => [a, b]),
)

const store = new MemoryStore(
  MEMBERS.map(({ name, residues, circular = false }) => ({
    ...{ residues: residues.toUpperCase(), circular },
    aliases: [{ authority: 'test', alias: name }],
  })),
)
const collections = new MemoryCollections([collectionOf([MEMBERS])])
const [record] = collections.records
const index = await MemberIndex.of(collections, record!)
const mask = record!.masks[0]!.id
const inCase = membersNamed({ store, collections, index, digest: record!.digest, mask })

async function written(
  regions: readonly Region[],
  format: RegionFormat,
  find: FindSource = inCase,
  residues = new Residues(store),
): Promise<string> {
  const parts: Buffer[] = []
  const sink = {
    take: async () => Buffer.alloc(SINK_BYTES, '?'),
    write: (buffer: Buffer, bytes: number) => void parts.push(buffer.subarray(0, bytes)),
  }
  const options = { find, residues, format, limit: null }
  const rest = await writeRegions([regions.slice(0, 3), regions.slice(3)], options, sink)
  return Buffer.concat([...parts, rest!.buffer.subarray(0, rest!.bytes)]).toString()
}

/** What a region is, cut from a string; `undefined` where it cannot be. */
function cutOf({ id, start0, end0, reverse }: Region): { text: string; end: number } | undefined {
  const member = MEMBERS.find(({ name }) => name === id)
  if (!member) return undefined
  const { residues, circular = false } = member
  const start = start0 ?? 0
  const end = end0 ?? residues.length
  if (start > residues.length || end > residues.length || (start > end && !circular))
    return undefined
  let text =
    start > end ? residues.slice(start) + residues.slice(0, end) : residues.slice(start, end)
  if (reverse) {
    if (id === 'protein') return undefined
    const complement = [...text].reverse().map((letter) => COMPLEMENT[letter])
    if (complement.includes(undefined)) return undefined
    text = complement.join('')
  }
  return { text, end }
}

const position = fc.oneof(
  fc.nat(200_001),
  fc
    .tuple(
      fc.constantFrom(0, 60, 120, 8192, 16384, 61440, 122_880, 200_000, 100, 300),
      fc.integer({ min: -2, max: 2 }),
    )
    .map(([at, by]) => Math.max(at + by, 0)),
)

const region: fc.Arbitrary<Region> = fc
  .tuple(
    fc.constantFrom(...MEMBERS.map(({ name }) => name), 'nobody', 'circle', 'piece'),
    ...[fc.option(position), fc.option(position), fc.boolean(), fc.nat(9), fc.nat(400)],
  )
  .map(([id, start, end, reverse, kind, size]) => ({
    ...{ id, reverse },
    ...(start !== null && { start0: start }),
    // Most regions are short.
    ...(start !== null && kind < 6 ? { end0: start + size } : end !== null && { end0: end }),
  }))

describe('regions', () => {
  it('are in FASTA what they are in plain strings', async () => {
    const residues = new Residues(store)
    await fc.assert(
      fc.asyncProperty(fc.array(region, { maxLength: 30 }), async (regions) => {
        const expected = regions.map((each) => {
          const cut = cutOf(each)
          const isPart = each.start0 !== undefined || each.end0 !== undefined
          const rc = each.reverse ? '/rc' : ''
          if (!cut) return `>${each.id}...${rc} error`
          const name = `${each.id}${isPart ? `:${(each.start0 ?? 0) + 1}-${cut.end}` : ''}${rc}`
          return `>${name}\n${cut.text.replace(/.{1,60}/g, '$&\n')}`
        })
        const got = (await written(regions, fasta, inCase, residues)).replace(
          /^>(.*?)(?::\d+-\d*)?(\/rc)? error=[A-Z_]+ .*\n/gm,
          '>$1...$2 error',
        )
        expect(got).toBe(expected.join(''))
      }),
      { numRuns: 150 },
    )
  }, 60_000)

  it('are the same in JSON lines and in columns', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(region, { maxLength: 10 }), async (regions) => {
        const lines = (await written(regions, jsonLines)).split('\n').slice(0, -1)
        const [head, ...rows] = (await written(regions, tabSeparated)).split('\n').slice(0, -1)
        expect(head).toBe('id\tstart\tend\tstrand\tname\tsequence\terror')
        expect([lines.length, rows.length]).toEqual([regions.length, regions.length])
        for (const [i, each] of regions.entries()) {
          const cut = cutOf(each)
          const entry = JSON.parse(lines[i]!)
          const columns = rows[i]!.split('\t')
          expect([entry.id, columns[0]]).toEqual([each.id, each.id])
          expect([entry.strand, columns[3]]).toEqual(Array(2).fill(each.reverse ? '-' : '+'))
          if (cut) {
            const start = each.start0 ?? 0
            expect([entry.start, entry.end]).toEqual([start, cut.end])
            expect(columns.slice(1, 3)).toEqual([`${start}`, `${cut.end}`])
            expect([entry.sequence, columns[5], columns[6]]).toEqual([cut.text, cut.text, ''])
          } else {
            expect(entry.sequence).toBeUndefined()
            expect(columns[5]).toBe('')
            expect(columns[6]).toBe(
              `${entry.error.status} ${entry.error.code}: ${entry.error.message}`,
            )
          }
        }
      }),
      { numRuns: 50 },
    )
  }, 60_000)

  it('say why there are no residues', async () => {
    const codes = async (...regions: Partial<Region>[]) =>
      (
        await written(
          regions.map((each) => ({ id: 'edge', reverse: false, ...each })),
          jsonLines,
        )
      )
        .split('\n')
        .slice(0, -1)
        .map((line) => JSON.parse(line).error?.code)
    expect(
      await codes(
        { id: 'nobody' },
        { start0: 8193 },
        { start0: 0, end0: 8193 },
        { start0: 8192, end0: 8192 },
        { start0: 5, end0: 4 },
        { id: 'protein', start0: 0, end0: 9, reverse: true },
        { id: 'protein', reverse: true },
        { id: 'protein' },
      ),
    ).toEqual([
      ...['SEQUENCE_NOT_FOUND', 'OUT_OF_BOUNDS', 'OUT_OF_BOUNDS', undefined, 'NOT_CIRCULAR'],
      ...['NO_COMPLEMENT', 'NO_COMPLEMENT', undefined],
    ])
  })

  it('are in upper case where sequences are meant by identifiers of their own', async () => {
    const text = await written(
      [{ id: 'test:edge', start0: 0, end0: 60, reverse: false }],
      fasta,
      sequences(store),
    )
    expect(text).toBe(`>test:edge:1-60\n${MEMBERS[1]!.residues.slice(0, 60).toUpperCase()}\n`)
  })

  it('cannot break out of a line by what they are called', async () => {
    const name = 'a\tb\n>c\u0000"'
    const [region]: Region[] = [{ id: 'x\n>y\t"', name, reverse: false }]
    expect((await written([region!], fasta)).split('\n')).toHaveLength(2)
    const [, row, end] = (await written([region!], tabSeparated)).split('\n')
    expect([row!.split('\t').length, end]).toEqual([7, ''])
    const entry = JSON.parse(await written([region!], jsonLines))
    expect([entry.id, entry.name]).toEqual([region!.id, name])
  })

  it('have room for the longest of names', async () => {
    const text = '\u0001'.repeat(4096)
    const regions = new Array(20).fill({ id: text, name: text, reverse: false })
    const lines = (await written(regions, jsonLines)).trim().split('\n')
    expect(lines.map((line) => JSON.parse(line).name === text)).toEqual(Array(20).fill(true))
  })
})

describe('an index of members', () => {
  it('finds each by its name, and two where there are several', async () => {
    const many = Array.from({ length: 5000 }, (_, i) => ({ name: `c${i}`, residues: 'ACGT' }))
    const same = Array.from({ length: 3000 }, () => ({ name: 'same', residues: 'ACGT' }))
    const all = new MemoryCollections([
      collectionOf([[...many, ...same, { name: '', residues: 'A' }]]),
    ])
    const found = await MemberIndex.of(all, all.records[0]!)
    for (let i = 0; i < many.length; i += 611) {
      expect(await found.find(`c${i}`)).toEqual([
        expect.objectContaining({ ordinal: i, member: expect.objectContaining({ name: `c${i}` }) }),
      ])
    }
    expect(await found.find('same')).toHaveLength(2)
    expect(await found.find('')).toHaveLength(1)
    expect(await found.find('c5000')).toEqual([])
  })
})
