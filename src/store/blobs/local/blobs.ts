import { close, fstatSync, openSync, read, readSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Blob, Blobs, BlobWriter } from '../../blobs.ts'
import { type Disk, type DiskFile, nodeDisk } from '../../disk.ts'
import { DamageError } from '../../store.ts'
import { OnTheSpot } from './on-the-spot.ts'

/** Packs as files below `directory`. */
export function localBlobs(directory: string, disk: Disk = nodeDisk): Blobs {
  return {
    open(path) {
      const file = join(directory, path)
      try {
        return new LocalBlob(file)
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
        throw new DamageError(`${file} is missing: restore it from a copy of the store`, {
          cause: error,
        })
      }
    },

    async create(path) {
      const file = join(directory, path)
      return new LocalBlobWriter(file, disk, await disk.create(file))
    },

    async list(path) {
      return (await readdir(join(directory, path))).map((name) => `${path}/${name}`)
    },

    remove(path) {
      return disk.remove(join(directory, path))
    },
  }
}

class LocalBlob implements Blob {
  readonly name: string
  readonly size: number
  readonly #descriptor: number
  readonly #spot = new OnTheSpot()

  constructor(file: string) {
    this.name = file
    this.#descriptor = openSync(file, 'r')
    this.size = fstatSync(this.#descriptor).size
  }

  read(into: Uint8Array, position: number): Promise<void> | undefined {
    const began = performance.now()
    if (this.#spot.allows(into.length, began)) {
      const count = readSync(this.#descriptor, into, 0, into.length, position)
      this.#spot.note(began, performance.now())
      if (count === into.length) return undefined
    }
    return new Promise<void>((resolve, reject) => this.#fill(into, 0, position, resolve, reject))
  }

  close(): Promise<void> {
    return new Promise<void>((resolve) => close(this.#descriptor, () => resolve()))
  }

  #fill(
    into: Uint8Array,
    done: number,
    position: number,
    resolve: () => void,
    reject: (error: Error) => void,
  ): void {
    const rest = into.length - done
    read(this.#descriptor, into, done, rest, position + done, (error, count) => {
      if (error) reject(error)
      else if (count === rest) resolve()
      else if (count === 0) reject(new DamageError(`${this.name} ends too early`))
      else this.#fill(into, done + count, position, resolve, reject)
    })
  }
}

/** Bytes after which a sync begins, beside what is written next: the last one, of 62 MB, took 20 ms more. */
const SYNC_BYTES = 8 << 20

class LocalBlobWriter implements BlobWriter {
  readonly #path: string
  readonly #disk: Disk
  readonly #file: DiskFile
  /** Bytes written since the last sync began. */
  #unsynced = 0
  /** A sync that goes on. One that failed stays: the kernel tells of it once. */
  #syncing: Promise<void> | undefined

  constructor(path: string, disk: Disk, file: DiskFile) {
    this.#path = path
    this.#disk = disk
    this.#file = file
  }

  async write(bytes: Uint8Array, position: number): Promise<void> {
    await this.#file.write(bytes, position)
    this.#unsynced += bytes.length
    if (this.#syncing || this.#unsynced < SYNC_BYTES) return
    this.#unsynced = 0
    this.#syncing = this.#file.sync().then(() => {
      this.#syncing = undefined
    })
    // Whoever commits learns of a failure.
    this.#syncing.catch(() => {})
  }

  async commit(size: number): Promise<void> {
    await this.#syncing
    await this.#file.truncate(size)
    await this.#file.sync()
    await this.#file.close()
    await this.#disk.syncDirectory(dirname(this.#path))
  }

  async abort(): Promise<void> {
    await this.#syncing?.catch(() => {})
    await this.#file.close().catch(() => {})
    await this.#disk.remove(this.#path)
  }
}
