import { hex } from '../digest/hex.ts'
import type { Blob, Blobs } from './blobs.ts'
import type { Catalog } from './catalog.ts'
import { packedBytes } from './pack/layout.ts'
import { OpenPacks } from './pack/open-packs.ts'
import { readResidues } from './pack/reader.ts'
import { DamageError, type SequenceRecord } from './store.ts'

/** Reads sequences while a change is under way: stored ones, and those of the pack being written. */
export class ChangeReader {
  readonly #catalog: Catalog
  readonly #blobs: Blobs
  readonly #packs: OpenPacks
  readonly #own = new Map<string, SequenceRecord>()
  #ownPack: Blob | undefined
  /** Path of the pack being written. */
  pack: string | undefined

  constructor(catalog: Catalog, blobs: Blobs) {
    this.#catalog = catalog
    this.#blobs = blobs
    this.#packs = new OpenPacks(blobs)
  }

  /** Takes in a sequence of the pack being written. */
  add(record: SequenceRecord): void {
    this.#own.set(hex(record.digest), record)
  }

  /** What is read of the pack being written must have been flushed. */
  async read(digest: Uint8Array, start0: number, end0: number, into: Uint8Array): Promise<void> {
    const own = this.#own.get(hex(digest))
    if (own) return readResidues(await this.#openOwn(own), own, start0, end0, into)
    const record = await this.#catalog.sequence(digest)
    if (!record) throw new Error(`No sequence ${hex(digest)} can be read in this change.`)
    const { pack } = record
    const blob =
      this.#packs.take(pack) ??
      (await this.#packs.open(pack, async () => {
        const info = await this.#catalog.pack(pack)
        if (!info) throw new DamageError('the catalog is damaged: run seqkeep rebuild')
        return info
      }))
    try {
      await readResidues(blob, record, start0, end0, into)
    } finally {
      this.#packs.release(pack)
    }
  }

  async close(): Promise<void> {
    await this.#ownPack?.close()
    this.#ownPack = undefined
    await this.#packs.close()
  }

  /** The pack as far as it is written: opened again when it has grown beyond what was open. */
  async #openOwn({ offset, length, size }: SequenceRecord): Promise<Blob> {
    const needed = offset + packedBytes(length, size)
    if (this.#ownPack && this.#ownPack.size < needed) {
      await this.#ownPack.close()
      this.#ownPack = undefined
    }
    this.#ownPack ??= await this.#blobs.open(this.pack!)
    return this.#ownPack
  }
}
