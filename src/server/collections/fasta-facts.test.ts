import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { CollectionFiles } from '../../collection/files/collection-files.ts'
import { derivedIn } from '../../collection/files/derived.ts'
import { naiveFile } from '../../collection/files/testing/naive-files.ts'
import { collectionOf, sequencesOf } from '../../collection/files/testing/spelled.ts'
import { MemoryCollections } from '../../collection/testing/memory-collections.ts'
import { FastaFactsKeeper } from './fasta-facts.ts'

const MEMBERS = [
  { name: 'a', description: 'of >two words', residues: 'ACGTnnacgt'.repeat(100) },
  { name: 'empty', residues: '' },
  { name: 'b', residues: 'ac' },
]

let directory: string
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'seqkeep-test-'))
})
afterAll(() => rm(directory, { recursive: true }))

it('the facts of a file outlive the server, and are found anew where they are damaged', async () => {
  const collections = new MemoryCollections([collectionOf([MEMBERS])])
  const told = async () => {
    const sequences = sequencesOf([MEMBERS])
    const derived = derivedIn(directory)
    const files = new CollectionFiles(sequences, collections, derived)
    const facts = await new FastaFactsKeeper(files, derived).of(collections.records[0]!)
    return { facts, reads: sequences.reads }
  }
  const text = naiveFile('fa', MEMBERS)
  const first = await told()
  expect(first.reads).toBeGreaterThan(0)
  expect(first.facts).toMatchObject({
    size: text.length,
    md5: createHash('md5').update(text).digest('hex'),
    sha256: createHash('sha256').update(text).digest('hex'),
    offsets: [17, 1041, 1044],
  })
  expect(await told()).toEqual({ facts: first.facts, reads: 0 })
  const [name] = await readdir(directory)
  const path = join(directory, name!)
  const kept = await readFile(path)
  const flipped = Buffer.from(kept)
  flipped[kept.indexOf('"md5":"') + 8]! ^= 1
  for (const spoilt of [flipped, Buffer.from('{}'), Buffer.alloc(0)]) {
    await writeFile(path, spoilt)
    const { facts, reads } = await told()
    expect(reads).toBeGreaterThan(0)
    expect({ ...facts, created: '' }).toEqual({ ...first.facts, created: '' })
  }
})
