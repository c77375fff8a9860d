import type { Identifier } from '../digest/identifier.ts'
import type { Blob, Blobs } from './blobs.ts'
import type { Catalog, CatalogEngine } from './catalog.ts'
import type {
  CollectionAlias,
  CollectionPage,
  CollectionRecord,
  CollectionStore,
  Member,
  NamedCollection,
} from './collections.ts'
import { findSequences } from './find.ts'
import type { GeneNameKind, GenomeStore } from './genomes.ts'
import { DirectoryPages } from './pack/directory-pages.ts'
import { KeptBlocks } from './pack/kept-blocks.ts'
import { OpenPacks } from './pack/open-packs.ts'
import { readKeeping, readOtherRuns, readResidues } from './pack/reader.ts'
import { SequentialReader } from './pack/sequential.ts'
import { readSettings } from './settings.ts'
import {
  type Alias,
  type Awaitable,
  DamageError,
  type SequenceRecord,
  type SequenceStore,
  type SequentialRead,
  StoreError,
  type StoreSettings,
  type StoreStats,
} from './store.ts'

/** What a store is made of: handed in by who starts the program. */
export interface Engines {
  readonly catalog: CatalogEngine
  readonly blobs: (store: string) => Blobs
}

/** A store that is open for reading. It sees what writers in other processes commit. */
export class StoreReader implements SequenceStore, GenomeStore, CollectionStore {
  readonly settings: StoreSettings
  readonly catalog: Catalog
  readonly #packs: OpenPacks
  readonly #directories = new DirectoryPages()
  readonly #blocks = new KeptBlocks()

  constructor(settings: StoreSettings, catalog: Catalog, blobs: Blobs) {
    this.settings = settings
    this.catalog = catalog
    this.#packs = new OpenPacks(blobs)
  }

  /** @throws {@link StoreError} when there is no store, or one that this version cannot read. */
  static async open(directory: string, engines: Engines): Promise<StoreReader> {
    const settings = await readSettings(directory)
    if (!settings) {
      throw new StoreError(`no store at ${directory}: make one with seqkeep add FILE...`)
    }
    const catalog = await engines.catalog.openReader(directory)
    return new StoreReader(settings, catalog, engines.blobs(directory))
  }

  find(identifier: Identifier): Awaitable<SequenceRecord[]> {
    return findSequences(this.catalog, identifier)
  }

  aliases(digest: Uint8Array): Awaitable<Alias[]> {
    return this.catalog.aliases(digest)
  }

  version(): number {
    return this.catalog.version()
  }

  read(record: SequenceRecord, start0: number, end0: number, into: Uint8Array): Awaitable<void> {
    if (start0 >= end0) return
    return this.#use(record.pack, (pack) =>
      readResidues(pack, record, start0, end0, into, this.#directories),
    )
  }

  sequential(record: SequenceRecord, start0: number, end0: number): SequentialRead {
    return new SequentialReader(record, start0, end0, (use) => this.#use(record.pack, use))
  }

  readOneOfMany(
    record: SequenceRecord,
    start0: number,
    end0: number,
    into: Uint8Array,
    at: number,
  ): Awaitable<void> {
    if (this.#blocks.read(record, start0, end0, into, at)) return
    const kept = { directories: this.#directories, blocks: this.#blocks }
    return this.#use(record.pack, (pack) =>
      readKeeping(pack, record, [start0, end0], into, at, kept),
    )
  }

  async otherRuns(record: SequenceRecord, start0: number, end0: number): Promise<number[]> {
    if (start0 >= end0) return []
    return this.#use(record.pack, (pack) => readOtherRuns(pack, record, start0, end0))
  }

  async stats(): Promise<StoreStats> {
    return this.catalog.stats()
  }

  async sample(limit: number): Promise<SequenceRecord[]> {
    return this.catalog.sample(limit)
  }

  async genomes(): Promise<Uint8Array[]> {
    return this.catalog.genomes()
  }

  async genome(genomeId: string): Promise<Uint8Array | undefined> {
    return this.catalog.genome(genomeId)
  }

  async genomesBy(field: string, value: string): Promise<Uint8Array[]> {
    return this.catalog.genomesBy(field, value)
  }

  async genomeReport(genomeId: string): Promise<Uint8Array | undefined> {
    return this.catalog.genomeReport(genomeId)
  }

  async region(genomeId: string, name: string): Promise<Uint8Array | undefined> {
    return this.catalog.region(genomeId, name)
  }

  async regions(genomeId: string, from: number, limit: number): Promise<Uint8Array[]> {
    return this.catalog.regions(genomeId, from, limit)
  }

  async genesByName(
    genomeId: string,
    kind: GeneNameKind,
    name: string,
    limit: number,
  ): Promise<Uint8Array[]> {
    return this.catalog.genesByName(genomeId, kind, name, limit)
  }

  async genesIn(
    genomeId: string,
    region: string,
    start0: number,
    end0: number,
    limit: number,
  ): Promise<Uint8Array[]> {
    return this.catalog.genesIn(genomeId, region, start0, end0, limit)
  }

  async genes(genomeId: string, from: number, limit: number): Promise<Uint8Array[]> {
    return this.catalog.genes(genomeId, from, limit)
  }

  async collection(digest: Uint8Array): Promise<CollectionRecord | undefined> {
    return this.catalog.collection(digest)
  }

  async collectionsByAlias(
    authority: string | undefined,
    alias: string,
  ): Promise<NamedCollection[]> {
    return this.catalog.collectionsByAlias(authority, alias)
  }

  async collectionAliases(digest: Uint8Array): Promise<CollectionAlias[]> {
    return this.catalog.collectionAliases(digest)
  }

  async collectionAuthorities(): Promise<string[]> {
    return this.catalog.collectionAuthorities()
  }

  async collectionAliasesOf(authority: string, from: number, limit: number): Promise<string[]> {
    return this.catalog.collectionAliasesOf(authority, from, limit)
  }

  async collections(
    attributes: ReadonlyMap<string, Uint8Array>,
    from: number,
    limit: number,
  ): Promise<CollectionPage> {
    return this.catalog.collections(attributes, from, limit)
  }

  async attributeDigests(attribute: string, from: number, limit: number): Promise<CollectionPage> {
    return this.catalog.attributeDigests(attribute, from, limit)
  }

  async members(
    digest: Uint8Array,
    mask: Uint8Array,
    from: number,
    limit: number,
  ): Promise<Member[]> {
    return this.catalog.members(digest, mask, from, limit)
  }

  async maskRuns(
    digest: Uint8Array,
    mask: Uint8Array,
    member: number,
    start0: number,
    end0: number,
  ): Promise<number[]> {
    return this.catalog.maskRuns(digest, mask, member, start0, end0)
  }

  async collectionsOf(sequence: Uint8Array, limit: number): Promise<Uint8Array[]> {
    return this.catalog.collectionsOf(sequence, limit)
  }

  async collectionsWithLength(length: number, limit: number): Promise<Uint8Array[]> {
    return this.catalog.collectionsWithLength(length, limit)
  }

  async close(): Promise<void> {
    await this.#packs.close()
    await this.catalog.close()
  }

  /** Uses a pack and releases it; a short read is done when this returns. */
  #use<T>(id: number, use: (pack: Blob) => Awaitable<T>): Awaitable<T> {
    const open = this.#packs.take(id)
    if (!open) return this.#openPack(id).then((pack) => this.#useOpen(id, pack, use))
    return this.#useOpen(id, open, use)
  }

  #useOpen<T>(id: number, pack: Blob, use: (pack: Blob) => Awaitable<T>): Awaitable<T> {
    let using: Awaitable<T>
    try {
      using = use(pack)
    } catch (error) {
      this.#packs.release(id)
      throw error
    }
    if (using instanceof Promise) return using.finally(() => this.#packs.release(id))
    this.#packs.release(id)
    return using
  }

  #openPack(id: number): Promise<Blob> {
    return this.#packs.open(id, async () => {
      const info = await this.catalog.pack(id)
      if (!info) throw new DamageError('the catalog is damaged: run seqkeep rebuild')
      return info
    })
  }
}
