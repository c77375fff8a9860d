import type { Blob, Blobs } from '../blobs.ts'
import type { PackInfo } from '../catalog.ts'
import { DamageError } from '../store.ts'
import { PACK_HEADER, packFile } from './layout.ts'

/** Packs that stay open for the next read. Below the usual limit of 1,024 descriptors. */
const OPEN_PACKS = 256

interface OpenPack {
  readonly blob: Blob
  /** Reads that are under way: a pack in use is never closed. */
  users: number
}

/** Open packs by their number; the least recently used ones are closed. */
export class OpenPacks {
  readonly #blobs: Blobs
  /** In order of last use. */
  readonly #packs = new Map<number, OpenPack>()
  readonly #opening = new Map<number, Promise<OpenPack>>()
  #last: OpenPack | undefined
  #lastId = 0

  constructor(blobs: Blobs) {
    this.#blobs = blobs
  }

  /** The pack if it is open already; to be released. */
  take(id: number): Blob | undefined {
    const pack = id === this.#lastId ? this.#last : this.#packs.get(id)
    if (!pack) return undefined
    if (pack !== this.#last) {
      this.#packs.delete(id)
      this.#packs.set(id, pack)
      this.#last = pack
      this.#lastId = id
    }
    pack.users++
    return pack.blob
  }

  /**
   * Opens a pack, once for all who ask at the same time; to be released.
   *
   * @throws {@link DamageError} when it is not the pack that was committed.
   */
  async open(id: number, info: () => Promise<PackInfo>): Promise<Blob> {
    const opening = this.#opening.get(id)
    if (opening) {
      const pack = await opening
      pack.users++
      return pack.blob
    }
    const opened = this.#open(id, info)
    this.#opening.set(id, opened)
    try {
      return (await opened).blob
    } finally {
      this.#opening.delete(id)
    }
  }

  release(id: number): void {
    const pack = this.#packs.get(id)
    if (pack) pack.users--
  }

  async close(): Promise<void> {
    this.#last = undefined
    this.#lastId = 0
    for (const { blob } of this.#packs.values()) await blob.close()
    this.#packs.clear()
  }

  async #open(id: number, info: () => Promise<PackInfo>): Promise<OpenPack> {
    this.#evict()
    const blob = await openPack(this.#blobs, await info())
    const pack = { blob, users: 1 }
    this.#packs.set(id, pack)
    return pack
  }

  #evict(): void {
    for (const [id, pack] of this.#packs) {
      if (this.#packs.size < OPEN_PACKS) return
      if (pack.users > 0 || pack === this.#last) continue
      this.#packs.delete(id)
      void pack.blob.close()
    }
  }
}

/**
 * Opens a pack and checks its header and size.
 *
 * @throws {@link DamageError}
 */
export async function openPack(blobs: Blobs, { name, size }: PackInfo): Promise<Blob> {
  const path = packFile(name)
  const blob = await blobs.open(path)
  try {
    const header = Buffer.alloc(PACK_HEADER.length)
    if (blob.size !== size) {
      throw new DamageError(
        `${path} has ${blob.size} bytes instead of ${size}: restore it from a copy`,
      )
    }
    await blob.read(header, 0)
    if (header.compare(PACK_HEADER) !== 0) {
      throw new DamageError(`${path} has a damaged header, or is of a newer version of seqkeep`)
    }
    return blob
  } catch (error) {
    await blob.close()
    throw error
  }
}
