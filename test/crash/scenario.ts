import { createHash } from 'node:crypto'
import { serialize } from 'node:v8'
import { type Identifier, parseIdentifier, sequenceId } from '../../src/digest/identifier.ts'
import { digestSequence, type SequenceDigests } from '../../src/digest/sequence-digest.ts'
import { localBlobs } from '../../src/store/blobs/local/blobs.ts'
import { lmdbCatalog } from '../../src/store/catalog/lmdb/engine.ts'
import type { Change } from '../../src/store/change.ts'
import type { CollectionStore } from '../../src/store/collections.ts'
import { type Disk, nodeDisk } from '../../src/store/disk.ts'
import type { GenomeStore } from '../../src/store/genomes.ts'
import { Journal } from '../../src/store/journal/journal.ts'
import type { Engines, StoreReader } from '../../src/store/reader.ts'
import type { SequenceRecord, SequenceStore } from '../../src/store/store.ts'
import { type VerifyReport, verifyStore } from '../../src/store/verify.ts'
import { rebuildCatalog, StoreWriter } from '../../src/store/writer.ts'
import { randomOf, textOf } from './random.ts'

/** A record of a file of the scenario. */
interface Member {
  readonly name: string
  readonly residues: Uint8Array
  readonly digests: SequenceDigests
  readonly names: readonly string[]
  readonly circular: boolean
}

export interface ScenarioFile {
  readonly source: string
  readonly members: readonly Member[]
  /** Name of the collection, as `authority:alias`. */
  readonly called?: string
  /** Id of the genome that the members are the regions of. */
  readonly genome?: string
}

export const enginesOn = (disk: Disk): Engines => ({
  catalog: lmdbCatalog,
  blobs: (store) => localBlobs(store, disk),
})

export const engines: Engines = enginesOn(nodeDisk)

const random = randomOf(7)
const letters = (alphabet: string, length: number) =>
  new TextEncoder().encode(textOf(random, alphabet, length))

const short = letters('ACGT', 300)
const gapped = new TextEncoder().encode(
  `ACGT${'N'.repeat(30_000)}${textOf(random, 'ACGT', 20_000)}`,
)

/** A record: its name, residues, aliases as `authority:alias`, and whether it is circular. */
function member(name: string, residues: Uint8Array, names: string[], circular = false): Member {
  return { name, residues, digests: digestSequence(residues), names, circular }
}

/** Two files that share a sequence and a name; the first takes several writes of its pack. */
export const FILES: readonly ScenarioFile[] = [
  {
    source: 'one.fa',
    members: [
      member('chr', gapped, ['insdc:AB1.1', 'local:x'], true),
      member('short', short, ['local:short']),
      // At 5 bits a residue this is more than the pack's writer gathers before a write.
      member('protein', letters('ACDEFGHIKLMNPQRSTVWY', 1_720_000), []),
      member('empty', new Uint8Array(0), ['local:nothing']),
    ],
  },
  {
    source: 'two.fa',
    called: 'insdc:GCA_1.1',
    members: [
      member('again', short, ['refseq:NC_1.1'], true),
      member('new', letters('ACGTRYSWKM', 9_000), ['local:x', 'insdc:Z']),
    ],
  },
]

/** A genome, which shares a sequence and a name with the files. */
const GENOME: ScenarioFile = {
  source: 'genome.fa',
  called: 'local:two names',
  genome: 'G1',
  members: [
    member('chr1', letters('ACGT', 40_000), ['local:chr1'], true),
    member('chr2', short, ['local:short', 'local:chr2']),
  ],
}

/** All that the scenario adds, one change each. */
export const CHANGES: readonly ScenarioFile[] = [...FILES, GENOME]

/** What is added after the crash. */
export const NEXT: ScenarioFile = {
  source: 'three.fa',
  members: [
    member('later', letters('ACGT', 50_000), ['local:later']),
    member('chr', gapped, ['local:new name of an old one']),
  ],
}

/** Of four members these are more than one frame of a journal record. */
export const MASK: Uint8Array = Uint8Array.from({ length: 20_000 }, () => 1 + (random() % 100))

export async function addFile(writer: StoreWriter, file: ScenarioFile): Promise<boolean> {
  const change = await writer.change()
  try {
    // `genome add` finds out by the fingerprint whether it is the same.
    if (file.genome !== undefined && (await writer.catalog.genome(file.genome))) {
      await change.abort()
      return false
    }
    if (file.genome !== undefined) await change.genome(file.genome)
    for (const { name, residues, digests, names, circular } of file.members) {
      for (let i = 0; i < residues.length; i += 100_000) {
        await change.residues(residues.subarray(i, i + 100_000))
      }
      const digest = digests.sha512t24u
      await change.sequence(digests, residues.length, { readable: file.genome !== undefined })
      await change.mask(MASK)
      const header = Buffer.from(`${name}${name} of ${file.source}`)
      await change.member(digest, header, 0, Buffer.byteLength(name), header.length)
      for (const each of names) {
        const [authority, alias] = each.split(':')
        await change.alias(digest, authority!, alias!)
      }
      if (circular) await change.circular(digest, true)
    }
    const { digest, mask } = collectionOf(file)
    await change.collection({
      ...{ digest, mask },
      members: file.members.length,
      residues: file.members.reduce((sum, { residues }) => sum + residues.length, 0),
      source: file.source,
    })
    await change.attributes(digest, new Map([['names', digest]]))
    if (file.called !== undefined) {
      const [authority, alias] = file.called.split(':')
      await change.collectionAlias(digest, { mask, authority: authority!, alias: alias! })
    }
    if (file.genome !== undefined) await addGenes(change, file)
    return await change.commit()
  } catch (error) {
    await change.abort()
    throw error
  }
}

/** Digests that stand for those of a file's content. */
export function collectionOf({ source }: ScenarioFile): { digest: Uint8Array; mask: Uint8Array } {
  const digest = digestSequence(new TextEncoder().encode(source)).sha512t24u
  return { digest, mask: digestSequence(MASK).sha512t24u }
}

/** Bodies of 400 genes are more than one frame of a journal record. */
const GENES = Array.from({ length: 400 }, (_, i) => letters('ACGT', 200 + (i % 7)))

/** Adds regions, and genes with a product that is cut out of the first of them. */
async function addGenes(change: Change, { members }: ScenarioFile): Promise<void> {
  const [first] = members
  for (const { name } of members) await change.region({ name, body: GENES[0]! })
  const residues = new Uint8Array(first!.residues.length)
  await change.read(first!.digests.sha512t24u, 0, residues.length, residues)
  for (const [i, body] of GENES.entries()) {
    const start0 = 90 * i
    const product = residues.subarray(start0, start0 + 60)
    await change.residues(product)
    const digests = digestSequence(product)
    await change.sequence(digests, product.length)
    await change.alias(digests.sha512t24u, 'ensembl', `T${i}`)
    const spans = [{ region: first!.name, start0, end0: start0 + 60 }]
    await change.gene({ names: [['symbol', `S${i}`]], spans, body })
  }
  await change.annotation({ keywords: [['common_name', 'Test']], body: MASK, report: GENES[1]! })
}

/** Makes a store if there is none, adds the files to it, and rebuilds its catalog. */
export async function runScenario(
  directory: string,
  disk: Disk = nodeDisk,
  onCommit: (files: number) => void = () => {},
): Promise<void> {
  const writer = await StoreWriter.open(directory, enginesOn(disk), { create: {}, disk })
  try {
    for (const [i, file] of CHANGES.entries()) {
      await addFile(writer, file)
      onCommit(i + 1)
    }
  } finally {
    await writer.close()
  }
  await rebuildCatalog(directory, enginesOn(disk), { disk })
}

/** All that a store answers about the sequences and names of the scenario, residues included. */
export async function answersOf(store: SequenceStore & GenomeStore & CollectionStore) {
  const sequences: Record<string, unknown> = {}
  const names: Record<string, string[]> = {}
  for (const { digests, residues, names: spellings } of [...CHANGES, NEXT].flatMap(
    (file) => file.members,
  )) {
    const id = sequenceId(digests.sha512t24u)
    const byMd5 = await idsOf(store, { kind: 'md5', digest: digests.md5 })
    const [record] = await store.find(parseIdentifier(id)!)
    sequences[id] = record && {
      ...{ byMd5, length: record.length, circular: record.circular },
      aliases: await store.aliases(record.digest),
      right: Buffer.compare(await residuesOf(store, record), residues) === 0,
    }
    for (const spelling of spellings) {
      for (const name of [spelling, spelling.replace(/^.*:/, '')]) {
        names[name] = await idsOf(store, parseIdentifier(name)!)
      }
    }
  }
  return {
    stats: await store.stats(),
    ...{ sequences, names },
    genome: await genomeOf(store),
    collections: await collectionsOf(store),
  }
}

async function collectionsOf(store: CollectionStore) {
  const answers: Record<string, unknown> = {}
  for (const file of [...CHANGES, NEXT]) {
    const { digest, mask } = collectionOf(file)
    const [authority, alias] = file.called?.split(':') ?? ['local', file.source]
    answers[file.source] = {
      known: await store.collection(digest),
      members: await store.members(digest, mask, 0, 10),
      runs: (await store.maskRuns(digest, mask, 1, 1000, 100_000)).length,
      names: await store.collectionAliases(digest),
      named: (await store.collectionsByAlias(authority, alias!)).length,
      of: await store.collectionsOf(file.members[0]!.digests.sha512t24u, 10),
    }
  }
  return { ...answers, all: await store.collections(new Map(), 0, 10) }
}

async function genomeOf(store: SequenceStore & GenomeStore) {
  const bodies = {
    genomes: await store.genomesBy('common_name', 'TEST'),
    report: [await store.genomeReport('G1')].flatMap((body) => body ?? []),
    regions: await store.regions('G1', 0, 10),
    genes: await store.genes('G1', 0, 1000),
    named: await store.genesByName('G1', 'symbol', 'S7', 10),
    overlapping: await store.genesIn('G1', 'chr1', 1000, 5000, 1000),
  }
  const digests = Object.entries(bodies).map(([what, found]) => {
    const hash = createHash('md5')
    for (const body of found) hash.update(body)
    return [what, `${found.length} ${hash.digest('hex')}`]
  })
  const products = await idsOf(store, parseIdentifier('ensembl:T7')!)
  return { ...Object.fromEntries(digests), products }
}

async function idsOf(store: SequenceStore, identifier: Identifier): Promise<string[]> {
  return (await store.find(identifier)).map(({ digest }) => sequenceId(digest)).sort()
}

async function residuesOf(store: SequenceStore, record: SequenceRecord): Promise<Uint8Array> {
  const residues = new Uint8Array(record.length)
  await store.read(record, 0, record.length, residues)
  return residues
}

/** Digest of everything that a journal states up to a record, but for the random names of packs. */
export async function journalOf(directory: string, last: number): Promise<string> {
  const hash = createHash('md5')
  for (let number = 1; number <= last; number++) {
    for await (const entries of new Journal(directory).read(number)) {
      for (const entry of entries) {
        const { kind, ...stated } = entry
        if (kind !== 'pack') hash.update(serialize({ number, kind, ...stated }))
        else hash.update(`${number} pack`)
      }
    }
  }
  return hash.digest('hex')
}

export function verify(directory: string, store: StoreReader): Promise<VerifyReport> {
  return verifyStore(
    new Journal(directory),
    store.catalog,
    engines.blobs(directory),
    store.settings,
  )
}
