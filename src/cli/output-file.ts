import { randomUUID } from 'node:crypto'
import { rmSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import { type DiskFile, nodeDisk } from '../store/disk.ts'

/** Files that appear whole under their names, all of them, or not at all. */
export class OutputFiles {
  readonly #files: { path: string; temporary: string; file: DiskFile; size: number }[] = []

  /** Begins a file. What had its name stays until {@link OutputFiles.commit}. */
  async create(path: string): Promise<{ write(bytes: Uint8Array): Promise<void> }> {
    const whole = resolve(path)
    const temporary = `${dirname(whole)}/.${basename(whole)}.${randomUUID()}.tmp`
    const file = await nodeDisk.create(temporary)
    const entry = { path: whole, temporary, file, size: 0 }
    this.#files.push(entry)
    return {
      async write(bytes) {
        const at = entry.size
        entry.size += bytes.length
        await file.write(bytes, at)
      },
    }
  }

  /** Gives all files their names, the last one first begun last: indexes are there before what they index. */
  async commit(): Promise<void> {
    for (const { file } of this.#files) {
      await file.sync()
      await file.close()
    }
    for (const { temporary, path } of this.#files.toReversed()) {
      await nodeDisk.rename(temporary, path)
      await nodeDisk.syncDirectory(dirname(path))
    }
    this.#files.length = 0
  }

  /** Removes what was begun, when the process is about to end. */
  abandon(): void {
    for (const { temporary } of this.#files) rmSync(temporary, { force: true })
  }

  /** Removes what was begun. */
  async abort(): Promise<void> {
    for (const { file, temporary } of this.#files.splice(0)) {
      await file.close().catch(() => {})
      await nodeDisk.remove(temporary)
    }
  }
}
