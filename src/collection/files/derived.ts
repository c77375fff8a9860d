import { randomUUID } from 'node:crypto'
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'

/** Where what was computed is kept for the next start. All of it may be deleted at any time. */
export interface Derived {
  /** `undefined` where there is none. */
  read(name: string): Promise<Uint8Array | undefined>
  write(name: string, bytes: Uint8Array): Promise<void>
}

/** Keeps nothing. */
export const noDerived: Derived = {
  read: async () => undefined,
  write: async () => {},
}

/**
 * Keeps files in a directory, which is made when there is a first one. A directory that cannot be
 * written to keeps nothing: what is derived can be derived again.
 */
export function derivedIn(directory: string): Derived {
  return {
    read: (name) => readFile(`${directory}/${name}`).catch(() => undefined),
    async write(name, bytes) {
      const temporary = `${directory}/${name}.${randomUUID()}.tmp`
      try {
        await mkdir(directory, { recursive: true })
        await writeFile(temporary, bytes, { flag: 'wx' })
        await rename(temporary, `${directory}/${name}`)
      } catch {
        await rm(temporary, { force: true }).catch(() => {})
      }
    },
  }
}
