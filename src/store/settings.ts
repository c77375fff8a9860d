import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { RESIDUE_POLICY } from '../digest/residues.ts'
import { type Disk, replaceFile } from './disk.ts'
import { StoreError, type StoreSettings } from './store.ts'

const FORMAT = 'seqkeep'
const VERSION = 1

/**
 * Reads `store.json`.
 *
 * @returns `undefined` when there is no store.
 * @throws {@link StoreError} when it states anything that this version does not know.
 */
export async function readSettings(store: string): Promise<StoreSettings | undefined> {
  const path = join(store, 'store.json')
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined
    throw new StoreError(`${path} cannot be read (${code})`, { cause: error })
  }
  for (const sha1 of [false, true]) if (text === serialise({ sha1 })) return { sha1 }
  throw new StoreError(
    `${path} is damaged or of a newer version of seqkeep: this one reads format ${FORMAT}, version ${VERSION}, residues ${RESIDUE_POLICY}`,
  )
}

export async function makeDirectories(disk: Disk, store: string): Promise<void> {
  for (const directory of ['packs', 'journal', 'catalog']) {
    await disk.makeDirectory(join(store, directory))
  }
}

/** Writes `store.json`, the last step of making a store: without it there is none. */
export async function writeSettings(
  disk: Disk,
  store: string,
  settings: StoreSettings,
): Promise<void> {
  await replaceFile(disk, store, 'store.json', serialise(settings))
}

function serialise({ sha1 }: StoreSettings): string {
  const content = { format: FORMAT, version: VERSION, residues: RESIDUE_POLICY, sha1 }
  return `${JSON.stringify(content, null, 2)}\n`
}
