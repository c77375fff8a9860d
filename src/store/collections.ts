import type { Alias } from './store.ts'

/** An ordered list of named sequences, as one file gave it; its content is given by its digest. */
export interface CollectionRecord {
  /** The GA4GH digest (level 0), 24 bytes. */
  readonly digest: Uint8Array
  readonly members: number
  /** Of all members. */
  readonly residues: number
  /** Level 1: digests of attributes, 24 bytes each, in the order in which ingest states them. */
  readonly attributes: ReadonlyMap<string, Uint8Array>
  /** Files of this collection that differ in case only; the first is the default. */
  readonly masks: readonly MaskSet[]
}

/** One file's soft-mask. */
export interface MaskSet {
  /** Digest of all members' lower-case runs, 24 bytes. */
  readonly id: Uint8Array
  /** Name of the file, without its folder. */
  readonly source: string
  /**
   * Digest of all descriptions, 24 bytes. A file takes the place of a genome's that has the same
   * lower case: the mask set is then the same, and what is in the headers is not.
   */
  readonly described: Uint8Array
}

/** A member of a collection. */
export interface Member {
  /** First word of the header. */
  readonly name: string
  /** What followed it. */
  readonly description: string
  /** Of the sequence, 24 bytes. */
  readonly digest: Uint8Array
  /** In residues. */
  readonly length: number
}

/** What names a collection. */
export interface CollectionAlias extends Alias {
  /** The mask set of the file that was added under this name. */
  readonly mask: Uint8Array
}

/** A collection that an alias names, and the mask set that goes with the name. */
export interface NamedCollection {
  readonly digest: Uint8Array
  readonly mask: Uint8Array
}

export interface CollectionPage {
  readonly digests: readonly Uint8Array[]
  /** How many there are on all pages. */
  readonly total: number
}

/** The look-ups of collections: each is a few seeks, however many there are. */
export interface CollectionStore {
  collection(digest: Uint8Array): Promise<CollectionRecord | undefined>
  /** Collections that an authority, or any if it is `undefined`, calls so. */
  collectionsByAlias(authority: string | undefined, alias: string): Promise<NamedCollection[]>
  /** All names of a collection, in the order in which they were added. */
  collectionAliases(digest: Uint8Array): Promise<CollectionAlias[]>
  /** Naming authorities of collections, and the aliases that one has; sorted. */
  collectionAuthorities(): Promise<string[]>
  collectionAliasesOf(authority: string, from: number, limit: number): Promise<string[]>
  /** `[from, from + limit)` of the collections that have all of these attribute digests; all if none is given. Sorted by digest. */
  collections(
    attributes: ReadonlyMap<string, Uint8Array>,
    from: number,
    limit: number,
  ): Promise<CollectionPage>
  /** `[from, from + limit)` of the distinct digests of an attribute, sorted. */
  attributeDigests(attribute: string, from: number, limit: number): Promise<CollectionPage>
  /** `[from, from + limit)` of the members, in the order of the file, described as in the file of this mask set. */
  members(digest: Uint8Array, mask: Uint8Array, from: number, limit: number): Promise<Member[]>
  /**
   * Lower-case runs of a member that meet residues `[start0, end0)`: `start0, end0` pairs, ascending, clipped to the range.
   * Time and memory depend on the range alone.
   */
  maskRuns(
    digest: Uint8Array,
    mask: Uint8Array,
    member: number,
    start0: number,
    end0: number,
  ): Promise<number[]>
  /** Digests of the collections of which a sequence is a member, at most `limit`. */
  collectionsOf(sequence: Uint8Array, limit: number): Promise<Uint8Array[]>
  /** Digests of the collections that have a member of this length, at most `limit`. */
  collectionsWithLength(length: number, limit: number): Promise<Uint8Array[]>
}
