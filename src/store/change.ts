import { MAX_COLLECTION_ALIAS_BYTES } from '../digest/authority.ts'
import type { SequenceDigests } from '../digest/sequence-digest.ts'
import type { Blobs } from './blobs.ts'
import type { Statement, WritableCatalog } from './catalog.ts'
import type { CollectionAlias } from './collections.ts'
import type { Disk } from './disk.ts'
import type { GeneEntry, GenomeEntry, RegionEntry } from './genomes.ts'
import type { CollectionEntry, Removal } from './journal/entry.ts'
import type { Journal } from './journal/journal.ts'
import { RecordWriter } from './journal/record.ts'
import type { WriterLock } from './lock.ts'
import { NewSequences } from './new-sequences.ts'
import { type Awaitable, StoreError } from './store.ts'

/**
 * One change of a store: visible whole after {@link Change.commit}, or not at all.
 *
 * The order of durability: pack synced, its directory synced, journal record synced, renamed (this
 * is the commit), its directory synced, catalog committed and flushed.
 */
export class Change {
  readonly #catalog: WritableCatalog
  readonly #journal: Journal
  readonly #disk: Disk
  readonly #lock: WriterLock
  readonly #record: RecordWriter
  readonly #sequences: NewSequences
  /** Ordinals of the genome's regions; `undefined` when the change adds no genome. */
  #regions: Map<string, number> | undefined
  /** Whether what the change states is a genome's. */
  #byGenome = false
  /** Set once something is stated that the store does not know. */
  #news = false

  private constructor(
    catalog: WritableCatalog,
    journal: Journal,
    disk: Disk,
    lock: WriterLock,
    record: RecordWriter,
    sequences: NewSequences,
  ) {
    this.#catalog = catalog
    this.#journal = journal
    this.#disk = disk
    this.#lock = lock
    this.#record = record
    this.#sequences = sequences
  }

  static async begin(
    catalog: WritableCatalog,
    journal: Journal,
    blobs: Blobs,
    disk: Disk,
    lock: WriterLock,
  ): Promise<Change> {
    const number = (await journal.lastFrom((await catalog.stats()).journal)) + 1
    await catalog.apply(journal, number - 1)
    await journal.clean(disk)
    const record = await RecordWriter.create(disk, journal.temporary(number), number)
    const isFirst = (await catalog.stats()).sequences === 0
    const sequences = new NewSequences(catalog, blobs, record, journal.scratch(), isFirst)
    return new Change(catalog, journal, disk, lock, record, sequences)
  }

  /** See {@link NewSequences.expect}. */
  expect(digests: Uint8Array, size: number): void {
    this.#sequences.expect(digests, size)
  }

  /** See {@link NewSequences.residues}. */
  residues(residues: Uint8Array): Promise<void> | undefined {
    return this.#sequences.residues(residues)
  }

  /**
   * Ends the sequence being written, and returns whether it is new to the store.
   *
   * @param options - `readable` lets {@link Change.read} find it before the commit.
   */
  sequence(
    digests: SequenceDigests,
    length: number,
    { readable = false }: { readonly readable?: boolean } = {},
  ): Awaitable<boolean> {
    return this.#noted(this.#sequences.end(digests, length, readable))
  }

  /** As {@link Change.residues} and {@link Change.sequence} for one that is at hand, `[from, to)` of residues. */
  wholeSequence(
    digests: SequenceDigests,
    residues: Uint8Array,
    from: number,
    to: number,
    readable: boolean,
  ): Awaitable<boolean> {
    return this.#noted(this.#sequences.add(digests, residues, from, to, readable))
  }

  /** Says that little more comes, and no sequences: what there is begins to be made durable. */
  finishSequences(): void {
    this.#sequences.finish()
    this.#record.beginSync()
  }

  #noted(isNew: Awaitable<boolean>): Awaitable<boolean> {
    if (isNew instanceof Promise) return isNew.then((each) => this.#noted(each))
    if (isNew) this.#news = true
    return isNew
  }

  /** See {@link NewSequences.read}. */
  read(digest: Uint8Array, start0: number, end0: number, into: Uint8Array): Promise<void> {
    return this.#sequences.read(digest, start0, end0, into)
  }

  /** States a name of a sequence, even one that is known: what states it may be removed. */
  alias(digest: Uint8Array, authority: string, alias: string): Promise<void> | undefined {
    this.#record.add({ kind: 'alias', digest, authority, alias })
    return this.#news ? this.#record.drain() : this.#lookForAlias(digest, authority, alias)
  }

  /** As {@link Change.alias}, of which bytes `[from, to)` of a text in UTF-8 are the alias. */
  aliasOf(
    digest: Uint8Array,
    authority: string,
    text: Uint8Array,
    from: number,
    to: number,
  ): Promise<void> | undefined {
    this.#record.alias(digest, authority, text, from, to)
    if (this.#news) return this.#record.drain()
    return this.#lookForAlias(digest, authority, Buffer.from(text.subarray(from, to)).toString())
  }

  async #lookForAlias(digest: Uint8Array, authority: string, alias: string): Promise<void> {
    await this.#record.drain()
    if (!(await this.#catalog.hasAlias(digest, authority, alias))) this.#news = true
  }

  /** Marks a sequence as circular, or as linear again; returns whether that changes it. */
  async circular(digest: Uint8Array, circular: boolean): Promise<boolean> {
    const known = await this.#catalog.sequence(digest)
    if ((known?.circular ?? false) === circular) return false
    this.#record.add({ kind: 'circular', digest, circular })
    this.#news = true
    return true
  }

  /** Adds lower-case runs of the member to come; for the layout see `JournalEntry`. */
  mask(runs: Uint8Array): Promise<void> | undefined {
    this.#record.add({ kind: 'mask', runs })
    return this.#record.drain()
  }

  /** Adds a member to the collection being written: its text in UTF-8 holds the name and then the description. */
  member(
    digest: Uint8Array,
    text: Uint8Array,
    name: number,
    description: number,
    end: number,
  ): Promise<void> | undefined {
    this.#record.member(digest, text, name, description, end)
    return this.#record.drain()
  }

  /** Closes the collection being written. */
  async collection(collection: CollectionEntry): Promise<void> {
    const { digest, mask } = collection
    const known = await this.#catalog.collectionStatement(digest, mask)
    if (this.#isNews(known?.by)) this.#news = true
    this.#record.add({ kind: 'collection', ...collection })
  }

  /** States the digests of a collection's attributes (level 1), once the collection is closed. */
  async attributes(digest: Uint8Array, attributes: ReadonlyMap<string, Uint8Array>): Promise<void> {
    const known = await this.#catalog.collection(digest)
    if (known?.attributes.size === 0) this.#news = true
    this.#record.add({ kind: 'attributes', digest, attributes })
    await this.#record.drain()
  }

  /**
   * Names a collection that is closed, in the form that goes with the name.
   *
   * @throws {@link StoreError} when the name is too long.
   */
  async collectionAlias(digest: Uint8Array, alias: CollectionAlias): Promise<void> {
    const size = Buffer.byteLength(alias.authority) + Buffer.byteLength(alias.alias)
    if (size > MAX_COLLECTION_ALIAS_BYTES) {
      throw new StoreError(
        `the name of a collection has ${size} bytes; shorten it to ${MAX_COLLECTION_ALIAS_BYTES} at most`,
      )
    }
    const known = await this.#catalog.collectionAliasStatement(digest, alias)
    if (this.#isNews(known)) this.#news = true
    this.#record.add({ kind: 'collection alias', digest, ...alias })
    await this.#record.drain()
  }

  /** What only a genome states goes with it; a file that states it too makes it stay. */
  #isNews(known: Statement['by'] | undefined): boolean {
    return known === undefined || (known === 'genomes' && !this.#byGenome)
  }

  /**
   * Begins a genome, before anything else of the change: all that it states is the genome's.
   *
   * @throws {@link StoreError} when the store has a genome of this id.
   */
  async genome(id: string): Promise<void> {
    if (this.#record.count > 0) throw new Error('A genome begins its change.')
    if ((await this.#catalog.genome(id)) !== undefined) {
      throw new StoreError(`the store has a genome ${id} already`)
    }
    this.#regions = new Map()
    this.#byGenome = true
    this.#record.add({ kind: 'genome', id })
  }

  /** Begins a change that states more of a genome, which goes with it when it is removed. */
  ofGenome(id: string): void {
    if (this.#record.count > 0) throw new Error('What is of a genome has a change of its own.')
    this.#byGenome = true
    this.#record.add({ kind: 'of genome', id })
  }

  /** Adds a region to the genome; their order is kept. */
  async region(region: RegionEntry): Promise<void> {
    const regions = this.#regions!
    regions.set(region.name, regions.size)
    this.#record.add({ kind: 'region', ...region })
    await this.#record.drain()
  }

  /** Adds a gene to the genome, after the regions on which it lies; their order is kept. */
  async gene({ names, spans, body }: GeneEntry): Promise<void> {
    const numbered = spans.map(({ region, start0, end0 }) => {
      const ordinal = this.#regions?.get(region)
      if (ordinal === undefined) throw new Error(`The genome has no region ${region}.`)
      return { region: ordinal, start0, end0 }
    })
    this.#record.add({ kind: 'gene', names, spans: numbered, body })
    await this.#record.drain()
  }

  /** Ends the genome. */
  async annotation(annotation: GenomeEntry): Promise<void> {
    this.#record.add({ kind: 'annotation', ...annotation })
    this.#news = true
  }

  /**
   * Takes back what earlier changes state. A change that does so does nothing else; what must go is
   * for the caller to find out.
   */
  async remove(entry: Removal): Promise<void> {
    this.#record.add(entry)
    await this.#record.drain()
    this.#news = true
  }

  /**
   * Commits the change, or drops it when it states nothing new.
   *
   * @returns Whether the store has changed.
   */
  async commit(): Promise<boolean> {
    if (!this.#news) {
      await this.abort()
      return false
    }
    try {
      await this.#sequences.commit()
      await this.#record.finish()
      this.#lock.assertHeld()
      await this.#journal.commit(this.#disk, this.#record.number, this.#record.path)
    } catch (error) {
      await this.abort()
      throw error
    }
    await this.#sequences.close()
    await this.#catalog.apply(this.#journal, this.#record.number)
    return true
  }

  /** Drops the change. */
  async abort(): Promise<void> {
    await this.#sequences.close()
    await this.#record.abort()
    // Once the record has its name, the change is committed, whatever failed after that.
    if (await this.#journal.has(this.#record.number)) return
    await this.#sequences.abort()
    await this.#disk.remove(this.#record.path)
  }
}
