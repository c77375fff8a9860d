import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { crc32 } from 'node:zlib'

/** Where what was computed is kept for the next start. All of it may be deleted at any time. */
export interface Derived {
  /** `undefined` where there is none, or it is damaged. */
  read(name: string): Promise<Uint8Array | undefined>
  write(name: string, bytes: Uint8Array): Promise<void>
}

const CRC_BYTES = 4

/** Keeps nothing. */
export const noDerived: Derived = {
  read: async () => undefined,
  write: async () => {},
}

/**
 * Keeps files in a directory, which is made when there is a first one; after the bytes of each comes
 * their CRC-32, little-endian. A directory that cannot be written to keeps nothing: what is derived can
 * be derived again.
 */
export function derivedIn(directory: string): Derived {
  return {
    async read(name) {
      const whole = await readFile(`${directory}/${name}`).catch(() => Buffer.alloc(0))
      const size = whole.length - CRC_BYTES
      const bytes = whole.subarray(0, Math.max(size, 0))
      return size > 0 && crc32(bytes) === whole.readUInt32LE(size) ? bytes : undefined
    },
    async write(name, bytes) {
      const temporary = `${directory}/${name}.${randomUUID()}.tmp`
      try {
        await mkdir(directory, { recursive: true })
        const checksum = Buffer.alloc(CRC_BYTES)
        checksum.writeUInt32LE(crc32(bytes))
        await writeFile(temporary, Buffer.concat([bytes, checksum]), { flag: 'wx' })
        await rename(temporary, `${directory}/${name}`)
      } catch {
        await rm(temporary, { force: true }).catch(() => {})
      }
    },
  }
}
