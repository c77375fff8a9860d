import { DIGEST_BYTES } from '../../../digest/sha512t24u.ts'
import { ByteReader, ByteWriter } from '../../binary.ts'
import type { CollectionAlias } from '../../collections.ts'
import { numbered } from './genome-tables.ts'
import { SEAL_BYTES, sealed, unsealed } from './seal.ts'
import type { Table } from './tables.ts'

/**
 * Tables of collections. A collection has a number, and each of its mask sets another, so that what
 * there is a member or a run of needs no digest in its key. Numbers follow the order of the journal
 * and are never used again: what is put by number is appended. Values are sealed.
 */
export interface CollectionTables {
  /** Digest -> {@link CollectionRow}. */
  readonly collections: Table
  /** Number of a collection -> its digest. */
  readonly collectionNumbers: Table
  /** Number of a collection and digest of a mask set -> {@link MaskRow}. */
  readonly maskSets: Table
  /** Number of a collection, ordinal of the first member -> members, see {@link MemberChunk}. */
  readonly members: Table
  /** Number of a mask set, ordinal of the first member -> texts. */
  readonly descriptions: Table
  /** Number of a mask set, ordinal of the member, start of the first run (48 bits) -> runs. */
  readonly maskRuns: Table
  /** Alias key (see {@link collectionAliasKey}) -> 1 if only genomes state it, else 0. */
  readonly collectionAliases: Table
  /** Digest of a collection and ordinal -> mask set, authority, alias. */
  readonly collectionNames: Table
  /** Name of an attribute NUL, its digest, digest of a collection -> nothing. */
  readonly attributes: Table
  /** Name of an attribute NUL, its digest -> number of collections. */
  readonly attributeDigests: Table
  /** Digests of the collections whose attributes nobody has stated yet -> nothing. */
  readonly unattributed: Table
  /** Digest of a sequence, number of a collection -> nothing. */
  readonly sequenceCollections: Table
  /** Length (48 bits), number of a collection -> nothing. */
  readonly lengthCollections: Table
}

/** Largest value of a chunk: two of them, with their keys and seals, fill a page of 4,096 bytes. */
export const CHUNK_BYTES = 1990 - SEAL_BYTES

/** A position or a length fits into 48 bits, as no file is longer. */
const POSITION_BYTES = 6
export const MAX_POSITION = 2 ** 48 - 1

export interface CollectionRow {
  readonly number: number
  readonly members: number
  readonly residues: number
  attributes: ReadonlyMap<string, Uint8Array>
}

export interface MaskRow {
  /** Number of the mask set; their order is that in which they were first stated. */
  readonly set: number
  /** Number under which its descriptions are, 0 when no member has one. */
  readonly descriptions: number
  /** Digest of all descriptions: mask sets that share them keep them once. */
  readonly described: Uint8Array
  readonly record: number
  readonly source: string
  /** Whether only genomes state it. */
  readonly byGenomes: boolean
}

export function encodeCollection(key: Uint8Array, row: CollectionRow): Buffer {
  const out = new ByteWriter(256)
  out.integer(row.number)
  out.integer(row.members)
  out.integer(row.residues)
  for (const [name, digest] of row.attributes) {
    out.text(name)
    out.raw(digest)
  }
  return sealed(key, out.view())
}

export function decodeCollection(key: Uint8Array, value: Buffer): CollectionRow {
  const from = new ByteReader(unsealed(key, value))
  const attributes = new Map<string, Uint8Array>()
  const row = {
    number: from.integer(),
    members: from.integer(),
    residues: from.integer(),
    attributes,
  }
  while (!from.done) attributes.set(from.text(), from.raw(DIGEST_BYTES))
  return row
}

export function encodeMask(key: Uint8Array, row: MaskRow): Buffer {
  const out = new ByteWriter(128)
  out.integer(row.set)
  out.integer(row.descriptions)
  out.raw(row.described)
  out.integer(row.record)
  out.text(row.source)
  out.byte(row.byGenomes ? 1 : 0)
  return sealed(key, out.view())
}

export function decodeMask(key: Uint8Array, value: Buffer): MaskRow {
  const from = new ByteReader(unsealed(key, value))
  return {
    set: from.integer(),
    descriptions: from.integer(),
    described: from.raw(DIGEST_BYTES),
    record: from.integer(),
    source: from.text(),
    byGenomes: from.byte() === 1,
  }
}

/** A key of {@link CollectionTables.maskRuns}. */
export function runKey(set: number, member: number, start0: number): Buffer {
  const key = Buffer.allocUnsafe(8 + POSITION_BYTES)
  key.writeUInt32BE(set)
  key.writeUInt32BE(member, 4)
  key.writeUIntBE(Math.min(start0, MAX_POSITION), 8, POSITION_BYTES)
  return key
}

export function runStart(key: Buffer): number {
  return key.readUIntBE(8, POSITION_BYTES)
}

/** A key of {@link CollectionTables.lengthCollections}; without a number, what those of a length begin with. */
export function lengthKey(length: number, number?: number): Buffer {
  const key = Buffer.allocUnsafe(POSITION_BYTES)
  key.writeUIntBE(length, 0, POSITION_BYTES)
  return number === undefined ? key : numbered(key, number)
}

/**
 * What the keys of a name begin with; digests of a collection and of a mask set follow. Names of
 * collections are so short (see `MAX_COLLECTION_ALIAS_BYTES`) that all fits LMDB's 1,978 bytes.
 */
export function collectionAliasKey(authority: string, alias: string): Buffer {
  return Buffer.from(`${authority}\0${alias}\0`)
}

export function encodeName(key: Uint8Array, { mask, authority, alias }: CollectionAlias): Buffer {
  const out = new ByteWriter(256)
  out.raw(mask)
  out.text(authority)
  out.text(alias)
  return sealed(key, out.view())
}

export function decodeName(key: Uint8Array, value: Buffer): CollectionAlias {
  const from = new ByteReader(unsealed(key, value))
  return { mask: from.raw(DIGEST_BYTES), authority: from.text(), alias: from.text() }
}

/** What the keys of an attribute begin with, or those of one of its digests. */
export function attributeKey(name: string, digest: Uint8Array = NOTHING): Buffer {
  return Buffer.concat([Buffer.from(`${name}\0`), digest])
}

/** All keys that begin with `prefix` and go on with at most 56 bytes. */
export function under(prefix: Buffer): { start: Buffer; end: Buffer } {
  return { start: prefix, end: Buffer.concat([prefix, ENDLESS]) }
}

/** The last key that is not after `key` among those that begin with `prefix`, with its value. */
export function lastNotAfter(
  table: Table,
  prefix: Buffer,
  key: Buffer,
): { key: Buffer; value: Buffer } | undefined {
  const range = { start: key, end: prefix, reverse: true, limit: 1 }
  for (const found of table.getRange(range)) return found
  return undefined
}

export const NOTHING: Buffer = Buffer.alloc(0)
const ENDLESS = Buffer.alloc(57, 0xff)
