import { randomBytes } from 'node:crypto'
import type { SequenceDigests } from '../digest/sequence-digest.ts'
import type { Blobs } from './blobs.ts'
import type { WritableCatalog } from './catalog.ts'
import { DigestSet } from './digest-set.ts'
import type { Disk } from './disk.ts'
import type { CollectionEntry } from './journal/entry.ts'
import type { Journal } from './journal/journal.ts'
import { RecordWriter } from './journal/record.ts'
import type { WriterLock } from './lock.ts'
import { packFile } from './pack/layout.ts'
import { PackWriter } from './pack/writer.ts'

/**
 * One change of a store: visible whole after {@link Change.commit}, or not at all.
 *
 * The order of durability: pack synced, its directory synced, journal record synced, renamed (this
 * is the commit), its directory synced, catalog committed and flushed.
 */
export class Change {
  readonly #catalog: WritableCatalog
  readonly #journal: Journal
  readonly #blobs: Blobs
  readonly #disk: Disk
  readonly #lock: WriterLock
  readonly #number: number
  readonly #temporary: string
  readonly #record: RecordWriter
  #pack: PackWriter | undefined
  /** Stated before the first sequence that is new: a pack without one is not kept. */
  #packName: Uint8Array | undefined
  readonly #new: DigestSet
  /** Set once something is stated that the store does not know. */
  #news = false

  private constructor(
    catalog: WritableCatalog,
    journal: Journal,
    blobs: Blobs,
    disk: Disk,
    lock: WriterLock,
    number: number,
    temporary: string,
    record: RecordWriter,
  ) {
    this.#catalog = catalog
    this.#journal = journal
    this.#blobs = blobs
    this.#disk = disk
    this.#lock = lock
    this.#number = number
    this.#temporary = temporary
    this.#record = record
    this.#new = new DigestSet(journal.scratch())
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
    const temporary = journal.temporary(number)
    const record = await RecordWriter.create(disk, temporary, number)
    return new Change(catalog, journal, blobs, disk, lock, number, temporary, record)
  }

  /**
   * Appends residues (upper-case A-Z) to the sequence being written.
   *
   * @returns A promise when there is something to wait for, so that short sequences cost no tick.
   */
  residues(residues: Uint8Array): Promise<void> | undefined {
    if (!this.#pack) return this.#openPack().then(() => this.residues(residues))
    this.#pack.add(residues)
    return this.#pack.busy ? this.#pack.drain() : undefined
  }

  /**
   * Ends the sequence being written.
   *
   * @returns Whether it is new to the store.
   */
  async sequence(digests: SequenceDigests, length: number): Promise<boolean> {
    const digest = digests.sha512t24u
    if ((await this.#catalog.sequence(digest)) || !this.#new.add(digest)) {
      this.#pack?.discard()
      return false
    }
    // An empty sequence has no residues; it still belongs to a pack.
    const pack = this.#pack ?? (await this.#openPack())
    if (this.#packName) {
      this.#record.add({ kind: 'pack', name: this.#packName })
      this.#packName = undefined
    }
    const size = pack.end(digest, length)
    const { md5, sha1 } = digests
    this.#record.add({ kind: 'sequence', digest, md5, ...(sha1 && { sha1 }), length, size })
    this.#news = true
    return true
  }

  /** States a name of a sequence. */
  async alias(digest: Uint8Array, authority: string, alias: string): Promise<void> {
    if (await this.#catalog.hasAlias(digest, authority, alias)) return
    this.#record.add({ kind: 'alias', digest, authority, alias })
    await this.#record.drain()
    this.#news = true
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
  async mask(runs: Uint8Array): Promise<void> {
    this.#record.add({ kind: 'mask', runs })
    await this.#record.drain()
  }

  /** Adds a member to the collection being written. */
  async member(digest: Uint8Array, name: string, description: string): Promise<void> {
    this.#record.add({ kind: 'member', digest, name, description })
    await this.#record.drain()
  }

  /** Closes the collection being written. */
  async collection(collection: CollectionEntry): Promise<void> {
    if (!(await this.#catalog.hasCollection(collection.digest, collection.mask))) this.#news = true
    this.#record.add({ kind: 'collection', ...collection })
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
      if (this.#pack?.empty) await this.#pack.abort()
      else await this.#pack?.commit()
      await this.#record.finish()
      this.#lock.assertHeld()
      await this.#journal.commit(this.#disk, this.#number, this.#temporary)
    } catch (error) {
      await this.abort()
      throw error
    }
    this.#new.close()
    await this.#catalog.apply(this.#journal, this.#number)
    return true
  }

  /** Drops the change. */
  async abort(): Promise<void> {
    this.#new.close()
    await this.#record.abort()
    // Once the record has its name, the change is committed, whatever failed after that.
    if (await this.#journal.has(this.#number)) return
    await this.#pack?.abort()
    await this.#disk.remove(this.#temporary)
  }

  async #openPack(): Promise<PackWriter> {
    const name = randomBytes(8)
    this.#pack = new PackWriter(await this.#blobs.create(packFile(name)))
    this.#packName = name
    return this.#pack
  }
}
