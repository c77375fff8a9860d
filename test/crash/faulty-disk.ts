import { readFileSync, renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type Disk, type DiskFile, nodeDisk } from '../../src/store/disk.ts'
import type { Steps } from './fault.ts'

/** A disk each of whose changes is a step, and which remembers what a power cut may take. */
export class FaultyDisk implements Disk {
  readonly #steps: Steps
  /** How to take back new names that are not synced yet, the newest last. */
  #names: { readonly directory: string; readonly takeBack: () => void }[] = []
  /** Bytes of each file that are synced, where not all are. */
  readonly #synced = new Map<string, number>()

  constructor(steps: Steps) {
    this.#steps = steps
  }

  async create(path: string): Promise<DiskFile> {
    let file: DiskFile | undefined
    try {
      await this.#steps.disk('create', async () => {
        file = await nodeDisk.create(path)
        this.#named(path, () => rmSync(path, { force: true }))
      })
    } catch (error) {
      await file?.close()
      throw error
    }
    return this.#watched(path, file!)
  }

  rename(from: string, to: string): Promise<void> {
    return this.#steps.disk('rename', async () => {
      const old = contentOf(to)
      await nodeDisk.rename(from, to)
      const synced = this.#synced.get(from)
      this.#synced.delete(from)
      if (synced === undefined) this.#synced.delete(to)
      else this.#synced.set(to, synced)
      this.#named(to, () => {
        renameSync(to, from)
        if (old) writeFileSync(to, old)
      })
    })
  }

  syncDirectory(path: string): Promise<void> {
    return this.#steps.disk('syncDirectory', async () => {
      await nodeDisk.syncDirectory(path)
      this.#names = this.#names.filter(({ directory }) => directory !== path)
    })
  }

  remove(path: string): Promise<void> {
    return this.#steps.disk('remove', async () => {
      await nodeDisk.remove(path)
      this.#synced.delete(path)
    })
  }

  makeDirectory(path: string): Promise<void> {
    return this.#steps.disk('makeDirectory', () => nodeDisk.makeDirectory(path))
  }

  /** Cuts every file to what was synced, as a power cut may. */
  loseData(): void {
    for (const [path, size] of this.#synced) {
      if (statSync(path, { throwIfNoEntry: false })) truncateSync(path, size)
    }
  }

  /** Takes back every new name whose directory was not synced, as a power cut may. */
  loseNames(): void {
    for (const { takeBack } of this.#names.reverse()) takeBack()
  }

  #named(path: string, takeBack: () => void): void {
    const ifThere = () => statSync(path, { throwIfNoEntry: false }) && takeBack()
    this.#names.push({ directory: dirname(path), takeBack: ifThere })
  }

  #watched(path: string, file: DiskFile): DiskFile {
    const steps = this.#steps
    const synced = this.#synced
    const unsynced = () => synced.set(path, synced.get(path) ?? 0)
    return {
      write: (bytes, position) =>
        steps.disk(
          'write',
          () => {
            unsynced()
            return file.write(bytes, position)
          },
          () => {
            unsynced()
            return file.write(bytes.subarray(0, bytes.length >> 1), position)
          },
        ),
      truncate: (size) => steps.disk('truncate', () => file.truncate(size)),
      sync: () =>
        steps.disk('sync', async () => {
          await file.sync()
          synced.delete(path)
        }),
      async close() {
        let closed = false
        try {
          await steps.disk('close', async () => {
            closed = true
            await file.close()
          })
        } finally {
          // The process goes on after a close that failed, or has died: its handle is gone.
          if (!closed) await file.close()
        }
      },
    }
  }
}

function contentOf(path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}
