import { randomBytes } from 'node:crypto'
import type { SequenceDigests } from '../digest/sequence-digest.ts'
import { whenThere } from './awaitable.ts'
import type { Blobs } from './blobs.ts'
import type { Catalog } from './catalog.ts'
import { ChangeReader } from './change-reader.ts'
import { DigestSet } from './digest-set.ts'
import type { RecordWriter } from './journal/record.ts'
import { packFile } from './pack/layout.ts'
import { PackWriter } from './pack/writer.ts'
import type { Awaitable } from './store.ts'

/** The sequences of a change: packed as they come, and kept and stated when the store lacks them. */
export class NewSequences {
  readonly #catalog: Catalog
  readonly #blobs: Blobs
  readonly #record: RecordWriter
  /** Whether there is no sequence that could be known, as when a store is made: no look-ups then. */
  readonly #isFirst: boolean
  readonly #kept: DigestSet
  readonly #reader: ChangeReader
  #pack: PackWriter | undefined
  /** Once no more sequences come: that the pack is durable. */
  #durable: Promise<void> | undefined
  /** Stated before the first sequence that is new: a pack without one is not kept. */
  #packName: Uint8Array | undefined

  /** @param scratch - Path of a file for what does not fit into memory. */
  constructor(
    catalog: Catalog,
    blobs: Blobs,
    record: RecordWriter,
    scratch: string,
    isFirst: boolean,
  ) {
    this.#catalog = catalog
    this.#blobs = blobs
    this.#record = record
    this.#isFirst = isFirst
    this.#kept = new DigestSet(scratch)
    this.#reader = new ChangeReader(catalog, blobs)
  }

  /** Says which sequences come next: digests, each at the beginning of `size` bytes. */
  expect(digests: Uint8Array, size: number): void {
    this.#kept.touch(digests, size)
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
   * @param readable - Whether {@link NewSequences.read} finds it before the commit.
   * @returns Whether it is new to the store.
   */
  end(digests: SequenceDigests, length: number, readable: boolean): Awaitable<boolean> {
    const known = this.#isFirst ? undefined : this.#catalog.sequence(digests.sha512t24u)
    return whenThere(known, (record) => {
      if (record || !this.#kept.add(digests.sha512t24u)) {
        this.#pack?.discard()
        return false
      }
      // An empty sequence has no residues; it still belongs to a pack.
      const pack = this.#pack ?? this.#openPack()
      return whenThere(pack, (open) => this.#keep(open, digests, length, readable))
    })
  }

  /**
   * Adds a sequence that is at hand as a whole, residues `[from, to)`: what is known is not packed.
   *
   * @param digests - Valid until the sequence is added.
   * @returns As {@link NewSequences.end}.
   */
  add(
    digests: SequenceDigests,
    residues: Uint8Array,
    from: number,
    to: number,
    readable: boolean,
  ): Awaitable<boolean> {
    const known = this.#isFirst ? undefined : this.#catalog.sequence(digests.sha512t24u)
    return whenThere(known, (record) => {
      if (record || !this.#kept.add(digests.sha512t24u)) return false
      return whenThere(this.#pack ?? this.#openPack(), (pack) => {
        pack.add(residues, from, to, true)
        const kept = this.#keep(pack, digests, to - from, readable)
        return pack.busy ? pack.drain().then(() => kept) : kept
      })
    })
  }

  /**
   * Reads residues `[start0, end0)` of a sequence that is stored, or was added `readable` by this
   * change, into the front of `into`.
   */
  async read(digest: Uint8Array, start0: number, end0: number, into: Uint8Array): Promise<void> {
    await this.#pack?.flush()
    await this.#reader.read(digest, start0, end0, into)
  }

  /** Says that no more of them come: the pack is made durable beside what else is to be done. */
  finish(): void {
    if (!this.#pack || this.#pack.empty) return
    this.#durable ??= this.#pack.commit()
    // Whoever commits learns of a failure.
    this.#durable.catch(() => {})
  }

  /** Makes the pack durable, or removes it when it holds nothing. */
  async commit(): Promise<void> {
    if (this.#pack?.empty) await this.#pack.abort()
    this.finish()
    await this.#durable
  }

  async abort(): Promise<void> {
    await this.#durable?.catch(() => {})
    await this.#pack?.abort()
  }

  async close(): Promise<void> {
    this.#kept.close()
    await this.#reader.close()
  }

  #keep(pack: PackWriter, digests: SequenceDigests, length: number, readable: boolean): true {
    if (this.#packName) {
      this.#record.add({ kind: 'pack', name: this.#packName })
      this.#packName = undefined
    }
    const { sha512t24u: digest, md5, sha1 } = digests
    const offset = pack.start
    const size = pack.end(digest, length)
    if (readable) {
      const own = { digest: digest.slice(), md5: md5.slice() }
      this.#reader.add({ ...own, length, circular: false, pack: 0, offset, size })
    }
    this.#record.sequence(digest, md5, sha1, length, size)
    return true
  }

  async #openPack(): Promise<PackWriter> {
    const name = randomBytes(8)
    this.#pack = new PackWriter(await this.#blobs.create(packFile(name)))
    this.#packName = name
    this.#reader.pack = packFile(name)
    return this.#pack
  }
}
