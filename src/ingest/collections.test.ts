import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, describe, expect, it, vi } from 'vitest'
import { engines } from '../cli/engines.ts'
import { ATTRIBUTES } from '../collection/digest.ts'
import { sha512t24u } from '../digest/sha512t24u.ts'
import { Change } from '../store/change.ts'
import type { CollectionStore } from '../store/collections.ts'
import { Journal } from '../store/journal/journal.ts'
import { openStore } from '../store/open.ts'
import { StoreReader } from '../store/reader.ts'
import { verifyStore } from '../store/verify.ts'
import { rebuildCatalog, StoreWriter } from '../store/writer.ts'
import { addAliases } from './add-aliases.ts'
import { addFasta } from './add-fasta.ts'
import { addGenome } from './add-genome.ts'
import { completeCollections } from './complete-collections.ts'
import { removeGenome } from './remove-genome.ts'
import { verifyCollections } from './verify-collections.ts'

// The lock is a process of its own, 150 ms each.
vi.mock('../store/lock.ts', () => ({
  lockWriter: async () => ({ assertHeld: () => {}, release: async () => {} }),
}))

const directory = mkdtempSync(join(tmpdir(), 'seqkeep-ingest-'))
afterAll(() => rmSync(directory, { recursive: true }))

function file(name: string, content: string): string {
  const path = join(directory, name)
  writeFileSync(path, content)
  return path
}

/** Files that share sequences, names, descriptions and case with each other, or do not. */
const FILES = [
  '>chr1\nACGTACGT\n>chr2\nTTTT\n',
  '>chr1\nACgtACGT\n>chr2\nTTTT\n',
  '>chr1 the first\nACgtacGT\n>chr2 the second\nTTtt\n',
  '>chr1 dna\nACGTACGT\n>chr2\nTTTT\n',
  '>chr2\nTTTT\n>chr1\nACGTACGT\n',
  '>1\nACGTACGT\n>2\nTTTT\n',
  '>chr1\nACGTACGT\n',
  `>chr1\nACGT\n>chr1\nGGGG\n>empty\n`,
].map((content, i) => file(`file${i}.fa`, content))

const ANNOTATION = file(
  'genes.gff3',
  '##gff-version 3\nchr1\tx\tgene\t1\t3\t.\t+\t.\tID=g\nchr1\tx\tmRNA\t1\t3\t.\t+\t.\tID=t;Parent=g\nchr1\tx\texon\t1\t3\t.\t+\t.\tID=e;Parent=t\n',
)

type Step =
  | { readonly what: 'file' | 'genome'; readonly file: number; readonly name: number }
  | { readonly what: 'alias'; readonly file: number; readonly name: number }
  | { readonly what: 'remove'; readonly name: number }

const NAMES = ['local:one', 'local:two', 'ucsc:one', 'insdc:GCA_000000001.1']

async function take(writer: StoreWriter, step: Step): Promise<void> {
  switch (step.what) {
    case 'file': {
      const [authority, alias] = NAMES[step.name]!.split(':')
      const names = step.name === 0 ? [] : [{ authority: authority!, alias: alias! }]
      await addFasta(writer, FILES[step.file]!, { names })
      return
    }
    case 'genome':
      await addGenome(writer, {
        // Names of regions are their own, which the last file does not heed.
        fasta: FILES[step.file % (FILES.length - 1)]!,
        annotation: ANNOTATION,
        manifest: {
          genome_id: `G${step.name}`,
          assembly_accession: `GC${'AF'[step.name % 2]}_00000000${step.name}.1`,
          assembly_name: `asm${step.name >> 1}`,
          scientific_name: 'Testus',
          taxon_id: 1,
        },
      }).catch((error) => {
        // A genome of the id may be there, of another file.
        if (!/remove it first/.test(error.message)) throw error
      })
      return
    case 'alias': {
      const { digests } = await writer.catalog.collections(new Map(), step.file, 1)
      if (!digests[0]) return
      const row = `${sha512t24u(digests[0])}\tlocal\talias${step.name}\n`
      await addAliases(writer, file('row.tsv', row))
      return
    }
    case 'remove':
      if (await writer.catalog.genome(`G${step.name}`)) await removeGenome(writer, `G${step.name}`)
  }
}

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({
    what: fc.constantFrom('file' as const, 'genome' as const, 'genome' as const, 'alias' as const),
    file: fc.nat(FILES.length - 1),
    name: fc.nat(NAMES.length - 1),
  }),
  fc.record({ what: fc.constant('remove' as const), name: fc.nat(NAMES.length - 1) }),
)

/** All that a store answers about collections. */
async function everything(store: CollectionStore) {
  const { digests, total } = await store.collections(new Map(), 0, 1000)
  const sequences = new Map<string, Uint8Array>()
  const lengths = new Set<number>()
  const collections = []
  for (const digest of digests) {
    const collection = (await store.collection(digest))!
    const files = []
    for (const { id } of collection.masks) {
      const members = await store.members(digest, id, 0, 1000)
      const runs = []
      for (const [i, member] of members.entries()) {
        runs.push(await store.maskRuns(digest, id, i, 0, member.length))
        sequences.set(sha512t24u(member.digest), member.digest)
        lengths.add(member.length)
      }
      files.push({ members, runs })
    }
    const same = await store.collections(collection.attributes, 0, 1000)
    collections.push({ collection, files, same, names: await store.collectionAliases(digest) })
  }
  const names: Record<string, unknown> = {}
  for (const authority of await store.collectionAuthorities()) {
    const aliases = await store.collectionAliasesOf(authority, 0, 1000)
    for (const alias of aliases) {
      names[`${authority}:${alias}`] = await store.collectionsByAlias(authority, alias)
      names[alias] = await store.collectionsByAlias(undefined, alias)
    }
  }
  const attributes = []
  for (const name of ATTRIBUTES) attributes.push(await store.attributeDigests(name, 0, 1000))
  const found = []
  for (const sequence of sequences.values()) found.push(await store.collectionsOf(sequence, 1000))
  for (const length of [...lengths].sort()) {
    found.push(await store.collectionsWithLength(length, 1000))
  }
  return { total, collections, names, attributes, found }
}

async function problemsOf(store: StoreReader, path: string): Promise<unknown[]> {
  const { catalog, settings } = store
  const report = await verifyStore(new Journal(path), catalog, engines.blobs(path), settings)
  return [...report.problems, ...(await verifyCollections(store)).problems]
}

async function reading<T>(path: string, use: (store: StoreReader) => Promise<T>): Promise<T> {
  const store = await StoreReader.open(path, engines)
  try {
    return await use(store)
  } finally {
    await store.close()
  }
}

describe('collections of files and genomes', () => {
  it('are the same in a rebuilt catalog, whatever was added, named and removed', {
    timeout: 120_000,
  }, async () => {
    let round = 0
    await fc.assert(
      fc.asyncProperty(
        fc.array(step, { minLength: 3, maxLength: 12, size: 'max' }),
        async (steps) => {
          const path = join(directory, `store${round++}`)
          const writer = await StoreWriter.open(path, engines, { create: {} })
          for (const each of steps) await take(writer, each)
          await writer.close()
          const before = await reading(path, async (store) => ({
            stats: await store.stats(),
            answers: await everything(store),
            problems: await problemsOf(store, path),
          }))
          expect(before.problems).toEqual([])
          await rebuildCatalog(path, engines)
          const after = await reading(path, async (store) => ({
            stats: await store.stats(),
            answers: await everything(store),
            problems: await problemsOf(store, path),
          }))
          expect(after).toEqual(before)
          await rm(path, { recursive: true })
        },
      ),
      { numRuns: 25 },
    )
  })

  it('leave nothing of a removed genome that nothing else states', {
    timeout: 120_000,
  }, async () => {
    let round = 0
    const added = step.filter(({ what }) => what === 'file' || what === 'genome')
    await fc.assert(
      fc.asyncProperty(
        fc.array(added, { minLength: 2, maxLength: 8, size: 'max' }),
        fc.nat(NAMES.length - 1),
        async (steps, genome) => {
          const [path, without] = [join(directory, `a${round}`), join(directory, `b${round++}`)]
          const isRemoved = (each: Step) => each.what === 'genome' && each.name === genome
          for (const [store, taken] of [
            [path, [...steps, { what: 'remove', name: genome } as const]],
            [without, steps.filter((each) => !isRemoved(each))],
          ] as const) {
            const writer = await StoreWriter.open(store, engines, { create: {} })
            for (const each of taken) await take(writer, each)
            await writer.close()
          }
          const answers = (store: string) =>
            reading(store, async (each) => {
              const { total, collections, names, attributes } = await everything(each)
              const { journal: _, packBytes: __, packs: ___, ...stats } = await each.stats()
              return {
                ...{ stats, total, attributes },
                // The order of masks and names is that in which they were first stated.
                collections: collections.map(({ collection, names: own }) => ({
                  digest: collection.digest,
                  masks: collection.masks.map(({ id }) => sha512t24u(id)).sort(),
                  names: own.map(({ authority, alias }) => `${authority}:${alias}`).sort(),
                })),
                names: Object.keys(names).sort(),
              }
            })
          expect(await answers(path)).toEqual(await answers(without))
        },
      ),
      { numRuns: 20 },
    )
  })

  it('stay with their members as long as somebody else names them', async () => {
    const path = join(directory, 'named')
    const writer = await StoreWriter.open(path, engines, { create: {} })
    await take(writer, { what: 'genome', file: 0, name: 0 })
    const [named] = await writer.catalog.collectionsByAlias(undefined, 'asm0')
    await addAliases(writer, file('mine.tsv', 'asm0\tlocal\tmine\n'))
    const removed = await removeGenome(writer, 'G0')
    expect(removed).toMatchObject({ collections: 0 })
    expect(await writer.catalog.collectionsByAlias(undefined, 'asm0')).toEqual([])
    expect(await writer.catalog.collectionsByAlias('local', 'mine')).toEqual([named])
    for (const member of await writer.catalog.members(named!.digest, named!.mask, 0, 10)) {
      expect(await writer.catalog.sequence(member.digest)).toBeDefined()
    }
    await writer.close()
    await reading(path, async (store) => expect(await problemsOf(store, path)).toEqual([]))
  })
})

/** Makes a store as the first version did: a catalog without a number, a journal without attributes. */
async function addAsBefore(path: string): Promise<void> {
  const stated = vi.spyOn(Change.prototype, 'attributes').mockResolvedValue()
  const named = vi.spyOn(Change.prototype, 'collectionAlias').mockResolvedValue()
  const writer = await StoreWriter.open(path, engines, { create: {} })
  await addFasta(writer, FILES[2]!)
  await addFasta(writer, FILES[1]!)
  await take(writer, { what: 'genome', file: 4, name: 0 })
  await writer.close()
  for (const spy of [stated, named]) spy.mockRestore()
  const catalog = join(path, 'catalog')
  const current = await readFile(join(catalog, 'CURRENT'), 'utf8')
  await rename(join(catalog, current), join(catalog, current.slice(0, 8)))
  await writeFile(join(catalog, 'CURRENT'), current.slice(0, 8))
}

describe('a store of the first version', () => {
  it('serves its collections without anything being added again', async () => {
    const path = join(directory, 'old')
    await addAsBefore(path)
    await expect(StoreReader.open(path, engines)).rejects.toThrow(/older version.*seqkeep rebuild/)
    let told = 0
    const reader = await openStore(path, engines, { onUpgrade: () => told++ })
    expect(told).toBe(1)
    const { digests } = await reader.collections(new Map(), 0, 10)
    expect(digests).toHaveLength(2)
    expect(await reader.catalog.unattributedCollections(10)).toHaveLength(2)
    await reader.close()

    const writer = await StoreWriter.open(path, engines)
    expect(await completeCollections(writer)).toBe(2)
    expect(await completeCollections(writer)).toBe(0)
    await writer.close()
    await reading(path, async (store) => {
      expect(await problemsOf(store, path)).toEqual([])
      for (const digest of digests) {
        const { attributes } = (await store.collection(digest))!
        expect([...attributes.keys()]).toEqual(ATTRIBUTES)
        expect((await store.collections(attributes, 0, 10)).digests).toEqual([digest])
      }
    })
    const fresh = join(directory, 'fresh')
    const again = await StoreWriter.open(fresh, engines, { create: {} })
    for (const each of [2, 1]) await addFasta(again, FILES[each]!)
    await take(again, { what: 'genome', file: 4, name: 0 })
    await again.close()
    const answers = (store: string) =>
      reading(store, async (each) => {
        const { names: _, collections, ...rest } = await everything(each)
        return { ...rest, collections: collections.map(({ names: __, ...each }) => each) }
      })
    expect(await answers(path)).toEqual(await answers(fresh))
  })

  it('is left as it is by a program that cannot know it', async () => {
    const path = join(directory, 'newer')
    await addAsBefore(path)
    const catalog = join(path, 'catalog')
    await writeFile(join(catalog, 'CURRENT'), '00000001-v99')
    await expect(StoreReader.open(path, engines)).rejects.toThrow(/newer version/)
    await expect(StoreWriter.open(path, engines)).rejects.toThrow(/newer version/)
    await rebuildCatalog(path, engines)
    expect((await reading(path, (store) => store.stats())).collections).toBe(2)
  })
})
