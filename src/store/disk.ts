import { constants, type FileHandle, mkdir, open, rename, rm } from 'node:fs/promises'

/**
 * Every change that a store makes to its directory, one method a step. All writers go through it,
 * so that a test can fail or kill the process at each step of a commit.
 */
export interface Disk {
  /** Makes a new file; it fails if one has that name. */
  create(path: string): Promise<DiskFile>
  rename(from: string, to: string): Promise<void>
  /** Makes renames and creations in a directory survive a power cut. */
  syncDirectory(path: string): Promise<void>
  remove(path: string): Promise<void>
  makeDirectory(path: string): Promise<void>
}

/** A file that is being written, by position. */
export interface DiskFile {
  write(bytes: Uint8Array, position: number): Promise<void>
  truncate(size: number): Promise<void>
  sync(): Promise<void>
  close(): Promise<void>
}

export const nodeDisk: Disk = {
  async create(path) {
    return new NodeFile(await open(path, 'wx'))
  },

  rename,

  async syncDirectory(path) {
    const handle = await open(path, constants.O_RDONLY)
    try {
      await handle.sync()
    } finally {
      await handle.close()
    }
  },

  async remove(path) {
    await rm(path, { recursive: true, force: true })
  },

  async makeDirectory(path) {
    await mkdir(path, { recursive: true })
  },
}

class NodeFile implements DiskFile {
  readonly #handle: FileHandle

  constructor(handle: FileHandle) {
    this.#handle = handle
  }

  async write(bytes: Uint8Array, position: number): Promise<void> {
    // A write may be short (a full disk, a signal): the rest is tried again until it says why not.
    for (let done = 0; done < bytes.length; ) {
      const { bytesWritten } = await this.#handle.write(
        bytes,
        done,
        bytes.length - done,
        position + done,
      )
      done += bytesWritten
    }
  }

  truncate(size: number): Promise<void> {
    return this.#handle.truncate(size)
  }

  sync(): Promise<void> {
    return this.#handle.sync()
  }

  close(): Promise<void> {
    return this.#handle.close()
  }
}

/** Writes a small file so that a crash leaves the old content or the new, never a part. */
export async function replaceFile(
  disk: Disk,
  directory: string,
  name: string,
  content: string,
): Promise<void> {
  const temporary = `${directory}/${name}.tmp`
  await disk.remove(temporary)
  const file = await disk.create(temporary)
  try {
    await file.write(new TextEncoder().encode(content), 0)
    await file.sync()
  } finally {
    await file.close()
  }
  await disk.rename(temporary, `${directory}/${name}`)
  await disk.syncDirectory(directory)
}
