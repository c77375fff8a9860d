import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hex } from '../../digest/hex.ts'
import type { Engines } from '../reader.ts'
import { expectFile, freshCollections } from './fresh-collections.ts'
import { attributesOf, contentOf, digestOf, maskOf, maskSetOf, type TestFile } from './test-file.ts'

/** What every pair of engines must do with collections. */
export function describeCollections(name: string, engines: Engines): void {
  describe(`collections on ${name}`, () => {
    const { write, reading, rebuild, expectSound, add, addGenome } = freshCollections(engines)

    it('are found by digest, alias, attribute, sequence and length', async () => {
      const one: TestFile = {
        source: 'one.fa',
        members: [
          { name: 'chr1', description: 'first of all', text: 'ACGT', runs: [1, 3] },
          { name: 'chr2', text: 'TTTTTT' },
        ],
        names: [
          ['insdc', 'GCA_1.1'],
          ['local', 'One'],
        ],
      }
      const two: TestFile = {
        source: 'two.fa',
        members: [
          { name: 'chr1', text: 'ACGT' },
          { name: 'chr2', text: 'GGG' },
        ],
        names: [['local', 'Two']],
      }
      await add(one)
      await add(two)
      await reading(async (store) => {
        await expectFile(store, one)
        await expectFile(store, two)
        expect(await store.collection(contentOf(one))).toEqual({
          ...{ digest: contentOf(one), members: 2, residues: 10 },
          attributes: attributesOf(one),
          masks: [maskSetOf(one)],
        })
        expect(await store.collection(maskOf(one))).toBeUndefined()
        const named = { digest: contentOf(one), mask: maskOf(one) }
        expect(await store.collectionsByAlias('insdc', 'GCA_1.1')).toEqual([named])
        expect(await store.collectionsByAlias(undefined, 'One')).toEqual([named])
        expect(await store.collectionsByAlias('insdc', 'One')).toEqual([])
        expect(await store.collectionsByAlias(undefined, 'On')).toEqual([])
        expect(await store.collectionAliases(contentOf(one))).toEqual([
          { authority: 'insdc', alias: 'GCA_1.1', mask: maskOf(one) },
          { authority: 'local', alias: 'One', mask: maskOf(one) },
        ])
        expect(await store.collectionAuthorities()).toEqual(['insdc', 'local'])
        expect(await store.collectionAliasesOf('local', 0, 10)).toEqual(['One', 'Two'])
        expect(await store.collectionAliasesOf('local', 1, 10)).toEqual(['Two'])
        expect(await store.collectionAliasesOf('loca', 0, 10)).toEqual([])
        const both = [contentOf(one), contentOf(two)].sort(Buffer.compare)
        const all = new Map<string, Uint8Array>()
        expect(await store.collections(all, 0, 10)).toEqual({ digests: both, total: 2 })
        expect(await store.collections(all, 1, 1)).toEqual({ digests: both.slice(1), total: 2 })
        const names = attributesOf(one).get('names')!
        expect(await store.collections(new Map([['names', names]]), 0, 10)).toEqual({
          ...{ digests: both, total: 2 },
        })
        expect(await store.collections(attributesOf(one), 0, 10)).toEqual({
          ...{ digests: [contentOf(one)], total: 1 },
        })
        expect(await store.collections(new Map([['colour', names]]), 0, 10)).toEqual({
          ...{ digests: [], total: 0 },
        })
        expect(await store.attributeDigests('names', 0, 10)).toEqual({
          ...{ digests: [names], total: 1 },
        })
        expect(await store.attributeDigests('lengths', 0, 10)).toMatchObject({ total: 2 })
        expect(await store.attributeDigests('name', 0, 10)).toEqual({ digests: [], total: 0 })
        const sequence = digestOf('ACGT')
        expect((await store.collectionsOf(sequence, 10)).sort(Buffer.compare)).toEqual(both)
        expect(await store.collectionsOf(sequence, 1)).toHaveLength(1)
        expect(await store.collectionsWithLength(6, 10)).toEqual([contentOf(one)])
        expect(await store.collectionsWithLength(5, 10)).toEqual([])
        expect(await store.collectionsWithLength(2 ** 60, 10)).toEqual([])
        expect(await store.stats()).toMatchObject({ collections: 2 })
      })
      expect(await add(one)).toBe(false)
      await expectSound()
    })

    it('keep each file its own case and descriptions', async () => {
      const file = (description: string, runs: number[]): TestFile => ({
        source: `${description} ${runs}`,
        members: [
          { name: 'a', text: 'ACGTACGT', runs },
          { name: 'b', text: 'CCCC', description },
          { name: 'c', text: 'ACGTACGT', description: description && `${description} too` },
        ],
      })
      const files = [
        file('', []),
        file('dna', [0, 8]),
        file('dna', [2, 3]),
        file('sm', [1, 2, 4, 5]),
      ]
      for (const each of files) expect(await add(each)).toBe(true)
      const expectAll = () =>
        reading(async (store) => {
          for (const each of files) await expectFile(store, each)
          const found = await store.collection(contentOf(files[0]!))
          expect(found?.masks).toEqual(files.map(maskSetOf))
          expect(await store.stats()).toMatchObject({ collections: 1 })
        })
      await expectAll()
      await rebuild()
      await expectAll()
      await expectSound()
    })

    it('give any page of members, and any range of a mask, wherever chunks end', async () => {
      const long = 'n'.repeat(3000)
      const members = Array.from({ length: 700 }, (_, i) => ({
        name: i % 97 === 5 ? `${long}${i}` : `scaffold_${i}`,
        description: i % 3 === 0 ? `of length ${i}` : '',
        text: 'ACGT'.repeat(i % 7),
      }))
      const repeats: number[] = []
      for (let at = 0; repeats.length < 8000; ) {
        const start = at + 1 + (repeats.length % 5 === 0 ? 200 : 3)
        at = start + 1 + ((repeats.length * 7) % 40)
        repeats.push(start, at)
      }
      const end = repeats.at(-1)!
      const masked = { name: 'masked', text: 'A'.repeat(end + 10), runs: repeats }
      const fromStart = { name: 'from start', text: 'C'.repeat(12), runs: [0, 5, 8, 10] }
      const file = {
        members: [...members.slice(0, 300), masked, fromStart, ...members.slice(300)],
      }
      await add(file)
      await reading(async (store) => {
        await expectFile(store, file)
        const digest = contentOf(file)
        const mask = maskOf(file)
        const all = await store.members(digest, mask, 0, 1000)
        await fc.assert(
          fc.asyncProperty(fc.nat(720), fc.nat(720), async (from, limit) => {
            const page = await store.members(digest, mask, from, limit)
            expect(page).toEqual(all.slice(from, from + limit))
          }),
          { numRuns: 60 },
        )
        const edge = fc
          .tuple(fc.nat(repeats.length - 1), fc.integer({ min: -1, max: 1 }))
          .map(([i, by]) => Math.max(0, repeats[i]! + by))
        await fc.assert(
          fc.asyncProperty(edge, fc.oneof(edge, fc.nat(end + 10)), async (a, b) => {
            const [start0, end0] = [Math.min(a, b), Math.max(a, b)]
            const expected: number[] = []
            for (let i = 0; i < repeats.length; i += 2) {
              const start = Math.max(start0, repeats[i]!)
              const stop = Math.min(end0, repeats[i + 1]!)
              if (start < stop) expected.push(start, stop)
            }
            expect(await store.maskRuns(digest, mask, 300, start0, end0)).toEqual(expected)
          }),
          { numRuns: 100 },
        )
        expect(await store.maskRuns(digest, mask, 301, 2, 9)).toEqual([2, 5, 8, 9])
        expect(await store.maskRuns(digest, mask, 301, 4, 5)).toEqual([4, 5])
        expect(await store.maskRuns(digest, mask, 299, 0, end)).toEqual([])
        expect(await store.maskRuns(digest, mask, 5000, 0, end)).toEqual([])
        expect(await store.members(digest, digest, 0, 10)).toEqual([])
      })
    })

    it('take a name that another has, and a name alone is a change', async () => {
      const [one, two] = ['A', 'C'].map((text) => ({ members: [{ name: 'x', text }] }))
      await add(one!, two!)
      const shared = { names: [['ucsc', 'hg']] } as const
      expect(await add({ ...one!, ...shared })).toBe(true)
      expect(await add({ ...one!, ...shared })).toBe(false)
      expect(await add({ ...two!, ...shared })).toBe(true)
      await reading(async (store) => {
        const found = await store.collectionsByAlias('ucsc', 'hg')
        expect(found.map(({ digest }) => hex(digest)).sort()).toEqual(
          [contentOf(one!), contentOf(two!)].map(hex).sort(),
        )
        expect(await store.collectionAliasesOf('ucsc', 0, 10)).toEqual(['hg'])
      })
    })

    it('get attributes later, where a journal has none', async () => {
      const file = { members: [{ name: 'x', text: 'ACGT' }], attributes: false }
      await add(file)
      const digest = contentOf(file)
      const attributes = attributesOf(file)
      await reading(async (store) => {
        expect((await store.collection(digest))?.attributes).toEqual(new Map())
        expect(await store.catalog.unattributedCollections(10)).toEqual([digest])
      })
      expect(await write((change) => change.attributes(digest, attributes))).toBe(true)
      const expectAttributed = () =>
        reading(async (store) => {
          expect((await store.collection(digest))?.attributes).toEqual(attributes)
          expect(await store.catalog.unattributedCollections(10)).toEqual([])
          expect(await store.collections(attributes, 0, 10)).toMatchObject({ total: 1 })
        })
      await expectAttributed()
      await rebuild()
      await expectAttributed()
      expect(await write((change) => change.attributes(digest, attributes))).toBe(false)
      await expectSound()
    })

    it('are a file’s as soon as a file states what a genome does', async () => {
      const file = (source: string, description: string): TestFile => ({
        ...{ source, names: [['local', 'shared']] },
        members: [{ name: 'x', text: 'ACGT', description }],
      })
      await addGenome('G', file('genome.fa', 'of the genome'))
      expect(await add(file('file.fa', 'of the file'))).toBe(true)
      expect(await add(file('another.fa', 'of another'))).toBe(false)
      const expectFiles = () =>
        reading(async (store) => {
          const winner = file('file.fa', 'of the file')
          await expectFile(store, winner)
          const { catalog } = store
          const [digest, mask] = [contentOf(winner), maskOf(winner)]
          expect((await store.collection(digest))?.masks).toEqual([maskSetOf(winner)])
          expect(await catalog.collectionStatement(digest, mask)).toEqual({
            record: 2,
            by: 'files',
          })
          const shared = { authority: 'local', alias: 'shared', mask }
          expect(await catalog.collectionAliasStatement(digest, shared)).toBe('files')
        })
      await expectFiles()
      await rebuild()
      await expectFiles()
    })
  })
}
