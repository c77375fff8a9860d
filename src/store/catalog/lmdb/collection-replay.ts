import { hex } from '../../../digest/hex.ts'
import { DIGEST_BYTES } from '../../../digest/sha512t24u.ts'
import type { CollectionEntry, JournalEntry } from '../../journal/entry.ts'
import { DamageError } from '../../store.ts'
import type { RunWriter } from '../run-writer.ts'
import { maskKey, maskSets, readCollection } from './collection-catalog.ts'
import { CollectionContents, type Plan } from './collection-contents.ts'
import type { ChunkKind } from './collection-spool.ts'
import {
  attributeKey,
  type CollectionRow,
  collectionAliasKey,
  encodeCollection,
  encodeMask,
  encodeName,
  type MaskRow,
  NOTHING,
  under,
} from './collection-tables.ts'
import { numbered } from './genome-tables.ts'
import { put, removeNumbered, type Step } from './put.ts'
import {
  type CollectionCounts,
  readCollectionCounts,
  type Tables,
  writeCollectionCounts,
} from './tables.ts'

/** Collections and their names that are held in memory before they are put. */
const AT_ONCE = 1 << 16

type Entry = Extract<
  JournalEntry,
  { kind: 'mask' | 'collection' | 'collection alias' | 'attributes' }
>

/** A collection with what the records at hand state of it. */
interface Touched {
  readonly digest: Uint8Array
  readonly row: CollectionRow
  readonly isNew: boolean
  /** Attributes, once the records state them and the catalog does not have them. */
  attributes: ReadonlyMap<string, Uint8Array> | undefined
  /** By digest in hex; those that are new or have changed. */
  readonly masks: Map<string, { id: Uint8Array; row: MaskRow; changed: boolean }>
}

/**
 * Gathers the collections of journal records, and puts them into their tables. Whether a collection
 * is new shows only when its last entry comes: until then its members and runs are kept under the
 * number of the statement, on disk if they are many. What is known already is then left out.
 */
export class CollectionReplay {
  readonly #tables: Tables
  readonly #counts: CollectionCounts
  readonly #contents: CollectionContents
  readonly #touched = new Map<string, Touched>()
  readonly #plans: Plan[] = []
  /** Descriptions of statements that gave way to others. */
  readonly #replaced: { readonly of: Touched; readonly descriptions: number }[] = []
  readonly #aliases: (Extract<Entry, { kind: 'collection alias' }> & { byGenomes: boolean })[] = []

  /**
   * @param scratch - Path prefix for the sorters' files.
   * @param runs - Who writes them.
   */
  constructor(tables: Tables, scratch: string, runs: RunWriter) {
    this.#tables = tables
    this.#counts = readCollectionCounts(tables)
    this.#contents = new CollectionContents(tables, scratch, runs)
  }

  /** Whether so much is held that it should be put before more is taken. */
  get full(): boolean {
    return this.#plans.length + this.#aliases.length >= AT_ONCE
  }

  take(entry: Entry, record: number, ofGenome: boolean): void {
    switch (entry.kind) {
      case 'mask':
        this.#contents.spool.mask(entry.runs)
        return
      case 'collection':
        this.#plans.push(this.#plan(entry, record, ofGenome))
        return
      case 'collection alias':
        this.#aliases.push({ ...entry, byGenomes: ofGenome })
        return
      case 'attributes': {
        const touched = this.#touch(entry.digest)
        if (!touched) {
          throw new DamageError(
            `journal record ${record} has attributes of a collection that it lacks`,
          )
        }
        if (touched.row.attributes.size === 0) touched.attributes ??= entry.attributes
      }
    }
  }

  /** Members are taken as they come: there are as many as of all else together. */
  get members(): Pick<CollectionContents, 'member'> {
    return this.#contents
  }

  /** Number of the statement at hand. */
  get statement(): number {
    return this.#contents.spool.statement
  }

  /** Number of the collection that a statement brings; 0 where it brings none, or has not ended. */
  numberOf(statement: number): number {
    return this.#plans[statement]?.members ?? 0
  }

  /** Ends a collection; of its statements the first counts, but a genome's gives way to a file's. */
  #plan(entry: CollectionEntry, record: number, byGenomes: boolean): Plan {
    const { members, described } = this.#contents.spool.end()
    if (members !== entry.members) {
      throw new DamageError(
        `journal record ${record} has ${members} members of a collection of ${entry.members}`,
      )
    }
    const collection = this.#touch(entry.digest) ?? this.#begin(entry)
    const { masks, row } = collection
    const id = hex(entry.mask)
    const known = masks.get(id)
    const fresh = collection.isNew && masks.size === 0
    if (known && !(known.row.byGenomes && !byGenomes)) return NO_PLAN
    const [sharing] = [...masks.values()].filter(
      (other) => Buffer.compare(other.row.described, described ?? UNDESCRIBED) === 0,
    )
    const ownDescriptions = described !== undefined && !sharing
    const set = known?.row.set ?? ++this.#counts.set
    const descriptions =
      described === undefined
        ? 0
        : (sharing?.row.descriptions ?? (known ? ++this.#counts.set : set))
    if (known) this.#replaced.push({ of: collection, descriptions: known.row.descriptions })
    masks.set(id, {
      id: entry.mask,
      row: {
        ...{ set, descriptions, described: described ?? UNDESCRIBED },
        ...{ record, source: entry.source, byGenomes },
      },
      changed: true,
    })
    return {
      members: fresh ? row.number : 0,
      runs: known ? 0 : set,
      descriptions: ownDescriptions ? descriptions : 0,
    }
  }

  #touch(digest: Uint8Array): Touched | undefined {
    const key = hex(digest)
    const touched = this.#touched.get(key)
    if (touched) return touched
    const row = readCollection(this.#tables, digest)
    if (!row) return undefined
    const masks = new Map(
      maskSets(this.#tables, row.number).map(({ id, ...mask }) => [
        hex(id),
        { id, row: mask, changed: false },
      ]),
    )
    const found = { digest, row, isNew: false, attributes: undefined, masks }
    this.#touched.set(key, found)
    return found
  }

  #begin({ digest, members, residues }: CollectionEntry): Touched {
    const row = { number: ++this.#counts.number, members, residues, attributes: new Map() }
    const begun = { digest, row, isNew: true, attributes: undefined, masks: new Map() }
    this.#touched.set(hex(digest), begun)
    return begun
  }

  /** Fills the tables of a new catalog with members and runs, page by page; what is left is to be put. */
  load(taken: (kind: ChunkKind, key: Buffer, value: Buffer) => boolean): void {
    this.#contents.load(this.#plans, taken)
  }

  /**
   * Puts what was taken, after the sequences, in steps that are given to `step`. Returns how many
   * collections are new.
   */
  put(step: Step): number {
    if (this.#touched.size + this.#aliases.length === 0) return 0
    this.#contents.put(this.#plans, step)
    step(() => this.#putCollections())
    return [...this.#touched.values()].filter(({ isNew }) => isNew).length
  }

  #putCollections(): void {
    for (const touched of this.#touched.values()) this.#putCollection(touched)
    for (const { of, descriptions } of this.#replaced) {
      if ([...of.masks.values()].some(({ row }) => row.descriptions === descriptions)) continue
      removeNumbered(this.#tables.descriptions, descriptions)
    }
    this.#putAliases()
    writeCollectionCounts(this.#tables, this.#counts)
  }

  close(): void {
    this.#contents.close()
  }

  #putCollection({ digest, row, isNew, attributes, masks }: Touched): void {
    const { collections, collectionNumbers, maskSets: sets, unattributed } = this.#tables
    const key = Buffer.from(digest)
    if (isNew || attributes) {
      const whole = { ...row, attributes: attributes ?? row.attributes }
      put(collections, key, encodeCollection(key, whole), false)
    }
    if (isNew) {
      put(collectionNumbers, numbered(NOTHING, row.number), key, true)
      if (!attributes) put(unattributed, key, NOTHING, false)
    }
    for (const mask of masks.values()) {
      if (!mask.changed) continue
      const at = maskKey(row.number, mask.id)
      put(sets, at, encodeMask(at, mask.row), false)
    }
    if (attributes) this.#putAttributes(key, attributes)
  }

  #putAttributes(collection: Buffer, attributes: ReadonlyMap<string, Uint8Array>): void {
    this.#tables.unattributed.removeSync(collection)
    for (const [name, digest] of attributes) {
      const key = attributeKey(name, digest)
      put(this.#tables.attributes, Buffer.concat([key, collection]), NOTHING, false)
      if (countAttribute(this.#tables, key, 1) > 1) continue
      this.#counts.attributes[name] = (this.#counts.attributes[name] ?? 0) + 1
    }
  }

  #putAliases(): void {
    const { collectionAliases, collectionNames } = this.#tables
    for (const { digest, mask, authority, alias, byGenomes } of this.#aliases) {
      const key = Buffer.concat([collectionAliasKey(authority, alias), digest, mask])
      const known = collectionAliases.getBinary(key)
      if (known && !(known[0] === 1 && !byGenomes)) continue
      put(collectionAliases, key, Buffer.from([byGenomes ? 1 : 0]), false)
      if (known) continue
      const prefix = Buffer.from(digest)
      const last = [...collectionNames.getKeys(under(prefix))].at(-1)
      const at = numbered(prefix, last ? last.readUInt32BE(DIGEST_BYTES) + 1 : 0)
      put(collectionNames, at, encodeName(at, { mask, authority, alias }), false)
    }
  }
}

/** Counts collections of an attribute's digest up or down; returns how many there are now. */
export function countAttribute({ attributeDigests }: Tables, key: Buffer, by: number): number {
  const count = (attributeDigests.getBinary(key)?.readUInt32BE(0) ?? 0) + by
  if (count > 0) put(attributeDigests, key, numbered(NOTHING, count), false)
  else attributeDigests.removeSync(key)
  return count
}

const NO_PLAN: Plan = { members: 0, runs: 0, descriptions: 0 }

/** Stands for the digest of descriptions where no member has one. */
const UNDESCRIBED: Uint8Array = new Uint8Array(DIGEST_BYTES)
