import { digestSequence } from '../../digest/sequence-digest.ts'
import type { Change } from '../change.ts'
import { Journal } from '../journal/journal.ts'
import { openStore } from '../open.ts'
import type { Engines, StoreReader } from '../reader.ts'
import { type Problem, verifyStore } from '../verify.ts'
import { StoreWriter } from '../writer.ts'

export const bytesOf = (text: string) => new TextEncoder().encode(text)
export const digestOf = (text: string) => digestSequence(bytesOf(text)).sha512t24u

/** Adds a sequence to a change, with names under `local`; says whether it is new. */
export async function addText(change: Change, text: string, ...names: string[]): Promise<boolean> {
  await change.residues(bytesOf(text))
  const isNew = await change.sequence(digestSequence(bytesOf(text)), text.length)
  for (const name of names) await change.alias(digestOf(text), 'local', name)
  return isNew
}

/** A store in a directory as commands use it: opened anew for each change and for each reading. */
export class DiskStore {
  readonly #directory: string
  readonly #engines: Engines

  constructor(directory: string, engines: Engines) {
    this.#directory = directory
    this.#engines = engines
  }

  /** Commits what `use` does; `isNews` as {@link Change.commit} says. */
  async write<T>(use: (change: Change) => Promise<T>): Promise<{ result: T; isNews: boolean }> {
    const writer = await StoreWriter.open(this.#directory, this.#engines, { create: {} })
    try {
      const change = await writer.change()
      try {
        const result = await use(change)
        return { result, isNews: await change.commit() }
      } catch (error) {
        await change.abort()
        throw error
      }
    } finally {
      await writer.close()
    }
  }

  async read<T>(use: (store: StoreReader) => Promise<T>): Promise<T> {
    const store = await openStore(this.#directory, this.#engines)
    try {
      return await use(store)
    } finally {
      await store.close()
    }
  }

  /** What a verification finds. */
  problems(): Promise<readonly Problem[]> {
    return this.read(async ({ catalog, settings }) => {
      const blobs = this.#engines.blobs(this.#directory)
      const report = await verifyStore(new Journal(this.#directory), catalog, blobs, settings)
      return report.problems
    })
  }
}
