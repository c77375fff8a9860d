import { DIGEST_BYTES } from '../../../digest/sha512t24u.ts'
import type { JournalEntry } from '../../journal/entry.ts'
import { DamageError } from '../../store.ts'
import { removeCollection, removeCollectionAlias } from './collection-removal.ts'
import { decodeGenome } from './genome-catalog.ts'
import { genomeKey } from './genome-tables.ts'
import {
  afterPrefix,
  aliasKey,
  decodeSequence,
  nameOf,
  readStats,
  type Table,
  type Tables,
  writeStats,
} from './tables.ts'

/** Whether an entry takes something back; see `JournalEntry`. */
export function isRemoval(entry: JournalEntry | undefined): boolean {
  return entry?.kind.startsWith('remove ') ?? false
}

/** Takes out of the tables what the entries of one journal record remove; within a transaction. */
export function putRemovals(tables: Tables, entries: Iterable<JournalEntry>, record: number): void {
  const stats = { ...readStats(tables), journal: record }
  for (const entry of entries) {
    switch (entry.kind) {
      case 'remove genome':
        stats.genes -= removeGenome(tables, entry.id)
        stats.genomes--
        break
      case 'remove alias':
        removeAlias(tables, entry.digest, entry.authority, entry.alias)
        stats.aliases--
        break
      case 'remove collection':
        stats.collections -= removeCollection(tables, entry.digest, entry.mask)
        break
      case 'remove collection alias':
        removeCollectionAlias(tables, entry)
        break
      case 'remove sequence':
        stats.residues -= removeSequence(tables, Buffer.from(entry.digest))
        stats.sequences--
        break
      default:
        throw new DamageError(`journal record ${record} removes and adds, which none may`)
    }
  }
  writeStats(tables, stats)
}

function removeGenome(tables: Tables, id: string): number {
  const genome = genomeKey(id)
  const value = tables.genomes.getBinary(genome)
  if (!value || decodeGenome(value).id !== id) {
    throw new DamageError(`the journal removes genome ${id}, which it does not have`)
  }
  tables.genomes.removeSync(genome)
  tables.genomeReports.removeSync(genome)
  for (const key of [...tables.genomeKeywords.getKeys({})]) {
    if (key.subarray(-genome.length).equals(genome)) tables.genomeKeywords.removeSync(key)
  }
  const { regions, regionNames, geneNames, geneSpans, genes } = tables
  for (const table of [regions, regionNames, geneNames, geneSpans]) removeRange(table, genome)
  return removeRange(genes, genome)
}

/** Removes all keys that begin with `prefix`, a batch at a time. */
function removeRange(table: Table, prefix: Buffer): number {
  const range = { start: prefix, end: Buffer.concat([prefix, Buffer.alloc(1970, 0xff)]) }
  let count = 0
  for (;;) {
    const keys = [...table.getKeys({ ...range, limit: 10_000 })]
    if (keys.length === 0) return count
    for (const key of keys) table.removeSync(key)
    count += keys.length
  }
}

function removeAlias(tables: Tables, digest: Uint8Array, authority: string, alias: string): void {
  tables.aliases.removeSync(Buffer.concat([aliasKey(authority, alias).prefix, digest]))
  const name = nameOf(authority, alias)
  const start = Buffer.from(digest)
  for (const { key, value } of [...tables.names.getRange({ start, end: afterPrefix(start) })]) {
    if (value.equals(name)) tables.names.removeSync(key)
  }
}

/** Returns the residues that go with it. */
function removeSequence(tables: Tables, digest: Buffer): number {
  const value = tables.sequences.getBinary(digest)
  if (!value) throw new DamageError('the journal removes a sequence that it does not have')
  const { md5, sha1, length } = decodeSequence(digest, value)
  tables.sequences.removeSync(digest)
  removeDigest(tables.md5, Buffer.from(md5), digest)
  if (sha1) removeDigest(tables.sha1, Buffer.from(sha1), digest)
  return length
}

function removeDigest(table: Table, key: Buffer, digest: Buffer): void {
  const found = table.getBinary(key) ?? Buffer.alloc(0)
  const others: Buffer[] = []
  for (let at = 0; at < found.length; at += DIGEST_BYTES) {
    const each = found.subarray(at, at + DIGEST_BYTES)
    if (!each.equals(digest)) others.push(each)
  }
  if (others.length === 0) table.removeSync(key)
  else table.putSync(key, Buffer.concat(others))
}
