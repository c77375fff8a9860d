import { hash } from 'node:crypto'
import { closeSync, fsyncSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { type Database, open, type RootDatabase } from 'lmdb'
import { DIGEST_BYTES } from '../../../digest/sha512t24u.ts'
import { ByteReader, ByteWriter } from '../../binary.ts'
import type { PackInfo } from '../../catalog.ts'
import { type SequenceRecord, StoreError, type StoreStats } from '../../store.ts'
import type { CollectionTables } from './collection-tables.ts'
import type { GenomeTables } from './genome-tables.ts'
import { EnvironmentFile } from './pages/environment-file.ts'

/** Keys and values are bytes: no codec of LMDB's wrapper takes part. */
export type Table = Database<Buffer, Buffer>

export interface Tables extends GenomeTables, CollectionTables {
  readonly root: RootDatabase<Buffer, Buffer>
  /** Digest -> record without the digest. */
  readonly sequences: Table
  /** MD5 -> one digest or, where sequences collide, several. */
  readonly md5: Table
  readonly sha1: Table
  /** Alias key (see {@link aliasKey}) and digest -> the name, where the key holds only its digest. */
  readonly aliases: Table
  /** Digest and ordinal (32 bits, big-endian) -> authority NUL alias. */
  readonly names: Table
  /** Authority -> nothing. */
  readonly authorities: Table
  /** Pack number (32 bits, big-endian) -> name, size. */
  readonly packs: Table
  /** "stats" -> totals as JSON; "collections" -> {@link CollectionCounts} as JSON. */
  readonly meta: Table
}

/**
 * Makes the tables of a catalog, and lasting. Each of them is a commit of its own: with a sync each,
 * 29 tables took 110 ms.
 */
export async function makeTables(directory: string): Promise<void> {
  await openTables(directory, false, true).root.close()
  syncTables(directory)
}

/** Makes lasting what was committed without a sync. */
export function syncTables(directory: string): void {
  const file = openSync(join(directory, 'data.mdb'), 'r+')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

/**
 * Fills empty tables that nobody else has open by what writes into their file, where that is of the known
 * format; then they are open again.
 *
 * @returns What is to be waited for, once what is left has been put: of 350 MB the sync takes 0.1 s, which
 * passes beside that. `undefined` when nothing could be filled.
 */
export async function fillTables(
  tables: Tables,
  directory: string,
  fill: (file: EnvironmentFile) => Promise<void>,
): Promise<{ readonly synced: Promise<void> } | undefined> {
  await tables.root.close()
  const file = EnvironmentFile.open(directory)
  let synced: Promise<void> | undefined
  try {
    if (file) {
      await fill(file)
      file.finish()
      synced = file.syncAndClose()
      // Whoever waits learns of a failure.
      synced.catch(() => {})
    }
  } finally {
    if (!synced) file?.close()
    Object.assign(tables, openTables(directory, false, true))
  }
  return synced && { synced }
}

/** @param noSync - Whether commits are not lasting until {@link syncTables}. */
export function openTables(directory: string, readOnly: boolean, noSync = false): Tables {
  const root = open<Buffer, Buffer>({
    path: directory,
    readOnly,
    noSync,
    // Catalogs move between machines whose own page sizes differ (16 KiB on some arm64).
    pageSize: 4096,
    maxDbs: 64,
    maxReaders: 1024,
    overlappingSync: false,
    encoding: 'binary',
    keyEncoding: 'binary',
  })
  const table = (name: string): Table => {
    const opened = root.openDB<Buffer, Buffer>({ name, encoding: 'binary', keyEncoding: 'binary' })
    // Where nothing can be written, LMDB makes no table that is not there.
    if (opened) return opened
    throw new StoreError(`the catalog ${directory} lacks tables: run seqkeep rebuild`)
  }
  return {
    root,
    sequences: table('sequences'),
    md5: table('md5'),
    sha1: table('sha1'),
    aliases: table('aliases'),
    names: table('names'),
    authorities: table('authorities'),
    packs: table('packs'),
    meta: table('meta'),
    genomes: table('genomes'),
    genomeReports: table('genome-reports'),
    genomeKeywords: table('genome-keywords'),
    regions: table('regions'),
    regionNames: table('region-names'),
    genes: table('genes'),
    geneNames: table('gene-names'),
    geneSpans: table('gene-spans'),
    collections: table('collections'),
    collectionNumbers: table('collection-numbers'),
    maskSets: table('mask-sets'),
    members: table('members'),
    descriptions: table('descriptions'),
    maskRuns: table('mask-runs'),
    collectionAliases: table('collection-aliases'),
    collectionNames: table('collection-names'),
    attributes: table('attributes'),
    attributeDigests: table('attribute-digests'),
    unattributed: table('unattributed'),
    sequenceCollections: table('sequence-collections'),
    lengthCollections: table('length-collections'),
  }
}

const CIRCULAR = 1
const HAS_SHA1 = 2

/** A record without its digest. The bytes are a view, valid until the next call. */
export function encodeSequence(
  md5: Uint8Array,
  sha1: Uint8Array | undefined,
  at: Pick<SequenceRecord, 'circular' | 'length' | 'pack' | 'offset' | 'size'>,
): Uint8Array {
  const { circular, length, pack, offset, size } = at
  const digests = sha1 ? Buffer.concat([md5, sha1]) : md5
  writeSequence(scratch, circular, digests, 0, sha1 ? 16 : -1, length, pack, offset, size)
  return scratch.view()
}

/**
 * As {@link encodeSequence}, over what a writer holds.
 *
 * @param md5 - Where it stands in `digests`, and so for `sha1`, of which there is none at -1.
 */
export function writeSequence(
  out: ByteWriter,
  circular: boolean,
  digests: Uint8Array,
  md5: number,
  sha1: number,
  length: number,
  pack: number,
  offset: number,
  size: number,
): void {
  out.length = 0
  out.byte((circular ? CIRCULAR : 0) | (sha1 >= 0 ? HAS_SHA1 : 0))
  out.part(digests, md5, md5 + 16)
  if (sha1 >= 0) out.part(digests, sha1, sha1 + 20)
  out.integer(length)
  out.integer(pack)
  out.integer(offset)
  out.integer(size)
}

export function decodeSequence(digest: Uint8Array, value: Uint8Array): SequenceRecord {
  const from = new ByteReader(value)
  const flags = from.byte()
  const md5 = from.raw(16)
  const sha1 = flags & HAS_SHA1 ? { sha1: from.raw(20) } : {}
  return {
    digest,
    md5,
    ...sha1,
    circular: (flags & CIRCULAR) !== 0,
    length: from.integer(),
    pack: from.integer(),
    offset: from.integer(),
    size: from.integer(),
  }
}

/** LMDB's limit is 1,978 bytes; a digest must fit behind. */
export const LONGEST_KEY = 1900

/** How a name is found: the start of its keys in {@link Tables.aliases}. */
export interface AliasKey {
  readonly prefix: Buffer
  /** The full name, when the key is too long and holds its digest instead. */
  readonly long: Buffer | undefined
}

/** Names hold no NUL, so that no key is the start of another's. */
export function aliasKey(authority: string, alias: string): AliasKey {
  const name = Buffer.from(`${authority}\0${alias}\0`)
  if (name.length <= LONGEST_KEY) return { prefix: name, long: undefined }
  return { prefix: longKey(name), long: name }
}

/** What stands for a name that is too long for a key. */
export function longKey(name: Uint8Array): Buffer {
  const digest = hash('sha512', name, 'buffer').subarray(0, DIGEST_BYTES)
  return Buffer.concat([Buffer.from([0]), digest])
}

/** Authority and alias as {@link Tables.names} holds them. */
export function nameOf(authority: string, alias: string): Buffer {
  return Buffer.from(`${authority}\0${alias}`)
}

export function numberKey(id: number): Buffer {
  const key = Buffer.alloc(4)
  key.writeUInt32BE(id)
  return key
}

export function encodePack(pack: PackInfo): Buffer {
  const value = Buffer.alloc(16)
  value.set(pack.name)
  value.writeBigUInt64LE(BigInt(pack.size), 8)
  return value
}

export function decodePack(value: Buffer): PackInfo {
  return { name: Uint8Array.from(value.subarray(0, 8)), size: Number(value.readBigUInt64LE(8)) }
}

const STATS = Buffer.from('stats')

export function readStats({ meta }: Tables): StoreStats {
  const value = meta.get(STATS)
  const stats = value ? JSON.parse(value.toString()) : {}
  return {
    sequences: 0,
    residues: 0,
    aliases: 0,
    collections: 0,
    genomes: 0,
    genes: 0,
    packs: 0,
    packBytes: 0,
    journal: 0,
    ...stats,
  }
}

export function writeStats({ meta }: Tables, stats: StoreStats): void {
  meta.putSync(STATS, Buffer.from(JSON.stringify(stats)))
}

/** What is counted of collections beside the totals. */
export interface CollectionCounts {
  /** Last numbers that were given to a collection and to a mask set. */
  number: number
  set: number
  /** Distinct digests of each attribute. */
  attributes: Record<string, number>
}

const COLLECTIONS = Buffer.from('collections')

export function readCollectionCounts({ meta }: Tables): CollectionCounts {
  const value = meta.get(COLLECTIONS)
  return value ? JSON.parse(value.toString()) : { number: 0, set: 0, attributes: {} }
}

export function writeCollectionCounts({ meta }: Tables, counts: CollectionCounts): void {
  meta.putSync(COLLECTIONS, Buffer.from(JSON.stringify(counts)))
}

/** The key after all keys that start with `prefix` and go on with up to 28 bytes. */
export function afterPrefix(prefix: Buffer): Buffer {
  return Buffer.concat([prefix, Buffer.alloc(29, 0xff)])
}

const scratch = new ByteWriter(96)
