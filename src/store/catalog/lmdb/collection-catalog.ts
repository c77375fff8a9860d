import { DIGEST_BYTES } from '../../../digest/sha512t24u.ts'
import type { CollectionCatalog, Statement } from '../../catalog.ts'
import type {
  CollectionAlias,
  CollectionPage,
  CollectionRecord,
  MaskSet,
  Member,
  NamedCollection,
} from '../../collections.ts'
import {
  attributeKey,
  type CollectionRow,
  collectionAliasKey,
  decodeCollection,
  decodeMask,
  decodeName,
  lastNotAfter,
  lengthKey,
  MAX_POSITION,
  type MaskRow,
  memberKey,
  runKey,
  runStart,
  under,
} from './collection-tables.ts'
import { LmdbGenomeCatalog } from './genome-catalog.ts'
import { numbered } from './genome-tables.ts'
import { MaskRange } from './mask-chunk.ts'
import { readMembers, readTexts } from './member-chunk.ts'
import { damaged, unsealed } from './seal.ts'
import { readCollectionCounts, readStats, type Table, type Tables } from './tables.ts'

/** Answers about collections from LMDB: each look-up is a few seeks and reads what it returns. */
export class LmdbCollectionCatalog extends LmdbGenomeCatalog implements CollectionCatalog {
  readonly #tables: () => Tables

  constructor(tables: () => Tables) {
    super(tables)
    this.#tables = tables
  }

  collection(digest: Uint8Array): CollectionRecord | undefined {
    const row = readCollection(this.#tables(), digest)
    if (!row) return undefined
    const { members, residues, attributes } = row
    const sets = maskSets(this.#tables(), row.number)
    const masks = sets.map(({ id, source, described }): MaskSet => ({ id, source, described }))
    return { digest, members, residues, attributes, masks }
  }

  collectionsByAlias(authority: string | undefined, alias: string): NamedCollection[] {
    const { collectionAliases } = this.#tables()
    const authorities = authority === undefined ? this.collectionAuthorities() : [authority]
    const found: NamedCollection[] = []
    for (const each of authorities) {
      const prefix = collectionAliasKey(each, alias)
      for (const key of collectionAliases.getKeys(under(prefix))) {
        if (key.length !== prefix.length + 2 * DIGEST_BYTES) continue
        const digest = Uint8Array.from(key.subarray(prefix.length, prefix.length + DIGEST_BYTES))
        const mask = Uint8Array.from(key.subarray(prefix.length + DIGEST_BYTES))
        const same = (other: NamedCollection) =>
          Buffer.compare(other.digest, digest) === 0 && Buffer.compare(other.mask, mask) === 0
        if (!found.some(same)) found.push({ digest, mask })
      }
    }
    return found
  }

  collectionAliases(digest: Uint8Array): CollectionAlias[] {
    const { collectionNames } = this.#tables()
    const range = collectionNames.getRange(under(Buffer.from(digest)))
    return [...range].map(({ key, value }) => decodeName(key, value))
  }

  collectionAuthorities(): string[] {
    const { collectionAliases } = this.#tables()
    const authorities: string[] = []
    let start = Buffer.alloc(0)
    for (;;) {
      const [key] = collectionAliases.getKeys({ start, limit: 1 })
      if (!key) return authorities
      const authority = key.subarray(0, key.indexOf(0))
      authorities.push(authority.toString())
      start = Buffer.concat([authority, AFTER_NUL])
    }
  }

  collectionAliasesOf(authority: string, from: number, limit: number): string[] {
    const prefix = Buffer.from(`${authority}\0`)
    const end = Buffer.concat([Buffer.from(authority), AFTER_NUL])
    const found: string[] = []
    let passed = 0
    let last: string | undefined
    for (const key of this.#tables().collectionAliases.getKeys({ start: prefix, end })) {
      if (found.length >= limit) break
      const alias = key.subarray(prefix.length, key.length - 2 * DIGEST_BYTES - 1).toString()
      if (alias === last) continue
      last = alias
      if (passed++ >= from) found.push(alias)
    }
    return found
  }

  collections(
    attributes: ReadonlyMap<string, Uint8Array>,
    from: number,
    limit: number,
  ): CollectionPage {
    const tables = this.#tables()
    const [rarest, ...others] = [...attributes]
      .map(([name, digest]) => ({ key: attributeKey(name, digest), count: 0 }))
      .map(({ key }) => ({ key, count: countOf(tables.attributeDigests, key) }))
      .sort((a, b) => a.count - b.count)
    if (!rarest) {
      return {
        digests: digestKeys(tables.collections, { offset: from, limit }),
        total: readStats(tables).collections,
      }
    }
    const range = under(rarest.key)
    if (others.length === 0) {
      const digests = digestKeys(tables.attributes, { ...range, offset: from, limit })
      return { digests, total: rarest.count }
    }
    const found = digestKeys(tables.attributes, range).filter((digest) =>
      others.every(({ key }) => tables.attributes.doesExist(Buffer.concat([key, digest]))),
    )
    return { digests: found.slice(from, from + limit), total: found.length }
  }

  attributeDigests(attribute: string, from: number, limit: number): CollectionPage {
    const tables = this.#tables()
    const range = { ...under(attributeKey(attribute)), offset: from, limit }
    return {
      digests: digestKeys(tables.attributeDigests, range),
      total: readCollectionCounts(tables).attributes[attribute] ?? 0,
    }
  }

  members(digest: Uint8Array, mask: Uint8Array, from: number, limit: number): Member[] {
    const tables = this.#tables()
    const row = readCollection(tables, digest)
    const set = row && readMask(tables, row.number, mask)
    if (!row || !set || from >= row.members || limit <= 0) return []
    const end = Math.min(row.members, from + limit)
    const members: (Member & { description: string })[] = []
    for (const { value } of entries(tables.members, row.number, readMembers, from, end)) {
      const { name, digest: sequence, length } = value
      members.push({ name, description: '', digest: sequence, length })
    }
    if (members.length !== end - from) throw damaged()
    if (set.descriptions === 0) return members
    const { descriptions } = tables
    for (const { ordinal, value } of entries(
      descriptions,
      set.descriptions,
      readTexts,
      from,
      end,
    )) {
      members[ordinal - from]!.description = value
    }
    return members
  }

  maskRuns(
    digest: Uint8Array,
    mask: Uint8Array,
    member: number,
    start0: number,
    end0: number,
  ): number[] {
    const tables = this.#tables()
    const row = readCollection(tables, digest)
    const set = row && readMask(tables, row.number, mask)
    if (!set || start0 >= end0 || member >= row.members) return []
    const range = new MaskRange(start0, end0)
    const start = runKey(set.set, member, start0)
    const first = lastNotAfter(tables.maskRuns, memberKey(set.set, member), start)
    if (first) range.add(runStart(first.key), unsealed(first.key, first.value))
    const rest = { start, end: runKey(set.set, member, Math.min(end0, MAX_POSITION)) }
    for (const { key, value } of tables.maskRuns.getRange(rest)) {
      if (first && key.equals(first.key)) continue
      range.add(runStart(key), unsealed(key, value))
    }
    return range.runs
  }

  collectionsOf(sequence: Uint8Array, limit: number): Uint8Array[] {
    return this.#numbered(this.#tables().sequenceCollections, Buffer.from(sequence), limit)
  }

  collectionsWithLength(length: number, limit: number): Uint8Array[] {
    if (!Number.isInteger(length) || length < 0 || length > MAX_POSITION) return []
    return this.#numbered(this.#tables().lengthCollections, lengthKey(length), limit)
  }

  collectionStatement(digest: Uint8Array, mask: Uint8Array): Statement | undefined {
    const row = readCollection(this.#tables(), digest)
    const set = row && readMask(this.#tables(), row.number, mask)
    return set && { record: set.record, by: set.byGenomes ? 'genomes' : 'files' }
  }

  collectionAliasStatement(
    digest: Uint8Array,
    { mask, authority, alias }: CollectionAlias,
  ): Statement['by'] | undefined {
    const key = Buffer.concat([collectionAliasKey(authority, alias), digest, mask])
    const value = this.#tables().collectionAliases.getBinary(key)
    return value && (value[0] === 1 ? 'genomes' : 'files')
  }

  unattributedCollections(limit: number): Uint8Array[] {
    return digestKeys(this.#tables().unattributed, { limit })
  }

  #numbered(table: Table, prefix: Buffer, limit: number): Uint8Array[] {
    const { collectionNumbers } = this.#tables()
    return [...table.getKeys({ ...under(prefix), limit })].map((key) => {
      const digest = collectionNumbers.getBinary(key.subarray(prefix.length))
      if (!digest) throw damaged()
      return Uint8Array.from(digest)
    })
  }
}

export function readCollection(
  { collections }: Tables,
  digest: Uint8Array,
): CollectionRow | undefined {
  const key = Buffer.from(digest)
  const value = collections.getBinary(key)
  return value && decodeCollection(key, value)
}

function readMask({ maskSets }: Tables, number: number, mask: Uint8Array): MaskRow | undefined {
  const key = maskKey(number, mask)
  const value = maskSets.getBinary(key)
  return value && decodeMask(key, value)
}

export function maskKey(number: number, mask: Uint8Array): Buffer {
  return Buffer.concat([numbered(Buffer.alloc(0), number), mask])
}

/** All mask sets of a collection, in the order in which they were first stated. */
export function maskSets(
  { maskSets }: Tables,
  number: number,
): (MaskRow & { readonly id: Uint8Array })[] {
  const prefix = numbered(Buffer.alloc(0), number)
  return [...maskSets.getRange(under(prefix))]
    .map(({ key, value }) => ({
      ...decodeMask(key, value),
      id: Uint8Array.from(key.subarray(prefix.length)),
    }))
    .sort((a, b) => a.set - b.set)
}

/** The entries `[from, end)` of a list that is stored in chunks under a number. */
function* entries<T>(
  table: Table,
  number: number,
  read: (chunk: Uint8Array) => Iterable<T>,
  from: number,
  end: number,
): Generator<{ readonly ordinal: number; readonly value: T }> {
  const prefix = numbered(Buffer.alloc(0), number)
  const first = lastNotAfter(table, prefix, numbered(prefix, from))
  if (!first) throw damaged()
  let next: number | undefined
  for (const { key, value } of table.getRange({ start: first.key, end: numbered(prefix, end) })) {
    let ordinal = key.readUInt32BE(4)
    if (next !== undefined && next !== ordinal) throw damaged()
    for (const each of read(unsealed(key, value))) {
      if (ordinal >= end) return
      if (ordinal >= from) yield { ordinal, value: each }
      ordinal++
    }
    next = ordinal
  }
  if (next === undefined || next < end) throw damaged()
}

/** The digests with which the keys of a range end. */
function digestKeys(table: Table, range: Parameters<Table['getKeys']>[0]): Uint8Array[] {
  return [...table.getKeys(range)].map((key) => Uint8Array.from(key.subarray(-DIGEST_BYTES)))
}

function countOf(attributeDigests: Table, key: Buffer): number {
  return attributeDigests.getBinary(key)?.readUInt32BE(0) ?? 0
}

const AFTER_NUL = Buffer.from([1])
