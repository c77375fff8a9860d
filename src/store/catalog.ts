import type { CollectionAlias, CollectionStore } from './collections.ts'
import type { Disk } from './disk.ts'
import type { GenomeStore } from './genomes.ts'
import type { Journal } from './journal/journal.ts'
import type { Alias, Awaitable, SequenceRecord, StoreStats } from './store.ts'

/** A pack as the catalog numbers it. */
export interface PackInfo {
  /** Eight bytes, random; see `packFile`. */
  readonly name: Uint8Array
  readonly size: number
}

/** The look-ups of {@link GenomeStore}, answered at once by an engine inside the process. */
export type GenomeCatalog = {
  readonly [Name in keyof GenomeStore]: (
    ...of: Parameters<GenomeStore[Name]>
  ) => Awaitable<Awaited<ReturnType<GenomeStore[Name]>>>
}

/** Who states a thing, as far as it counts: what only genomes state goes with them. */
export interface Statement {
  /** Number of the journal record. */
  readonly record: number
  readonly by: 'files' | 'genomes'
}

/** The look-ups of {@link CollectionStore}, and those that writers need. */
export type CollectionCatalog = {
  readonly [Name in keyof CollectionStore]: (
    ...of: Parameters<CollectionStore[Name]>
  ) => Awaitable<Awaited<ReturnType<CollectionStore[Name]>>>
} & {
  /** Who states a collection in the form of a mask set. */
  collectionStatement(digest: Uint8Array, mask: Uint8Array): Awaitable<Statement | undefined>
  collectionAliasStatement(
    digest: Uint8Array,
    alias: CollectionAlias,
  ): Awaitable<Statement['by'] | undefined>
  /** Digests of collections whose attributes no journal record states, at most `limit`. */
  unattributedCollections(limit: number): Awaitable<Uint8Array[]>
}

/** The look-ups that a replay of the journal answers. It can always be made anew. */
export interface Catalog extends GenomeCatalog, CollectionCatalog {
  /** Number of the journal record that added a genome. */
  genomeRecord(genomeId: string): Awaitable<number | undefined>
  sequence(digest: Uint8Array): Awaitable<SequenceRecord | undefined>
  /** Several only where two sequences collide in MD5. */
  byMd5(md5: Uint8Array): Awaitable<SequenceRecord[]>
  bySha1(sha1: Uint8Array): Awaitable<SequenceRecord[]>
  /** Digests of the sequences that an authority calls so. */
  byAlias(authority: string, alias: string): Awaitable<Uint8Array[]>
  /** Digests of the sequences that any authority calls so, each once. */
  byName(alias: string): Awaitable<Uint8Array[]>
  hasAlias(digest: Uint8Array, authority: string, alias: string): Awaitable<boolean>
  /** In the order in which they were added. */
  aliases(digest: Uint8Array): Awaitable<Alias[]>
  pack(id: number): Awaitable<PackInfo | undefined>
  packs(): Awaitable<PackInfo[]>
  stats(): Awaitable<StoreStats>
  sample(limit: number): Awaitable<SequenceRecord[]>
  close(): Promise<void>
}

/** A catalog that can take in journal records. One process at a time may hold one: see the lock. */
export interface WritableCatalog extends Catalog {
  /**
   * Takes in the records after the newest that it shows, up to `last`, in one transaction: readers
   * see all of it or nothing. Done only when it is durable.
   */
  apply(journal: Journal, last: number): Promise<void>
}

/** Makes catalogs in a store's directory; LMDB is one such engine. */
export interface CatalogEngine {
  /** Whether what is there was made by an older version, and must be made anew before it is used. */
  isOutdated(store: string): Promise<boolean>
  /** Opens what is there for reading; it sees later commits, and a rebuilt catalog, by itself. */
  openReader(store: string): Promise<Catalog>
  /** Opens what is there for writing, or makes an empty catalog. */
  openWriter(store: string, disk: Disk): Promise<WritableCatalog>
  /** Makes the catalog anew from the whole journal, beside the old one, and switches to it. */
  rebuild(store: string, disk: Disk, journal: Journal): Promise<void>
}
