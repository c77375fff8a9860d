import { expect } from 'vitest'
import type { Change } from '../change.ts'
import type { Engines, StoreReader } from '../reader.ts'
import { freshStore } from './fresh-store.ts'
import { addFile, contentOf, digestOf, maskOf, type TestFile } from './test-file.ts'

/** As {@link freshStore}, with ways to add collections. */
export function freshCollections(engines: Engines) {
  const store = freshStore(engines)
  /** Says whether it is news. */
  const write = async (use: (change: Change) => Promise<void>) => (await store.write(use)).isNews
  const addTo = async (change: Change, files: readonly TestFile[]) => {
    for (const file of files) await addFile(change, file)
  }
  return {
    ...store,
    write,
    add: (...files: TestFile[]) => write((change) => addTo(change, files)),
    addGenome: (id: string, ...files: TestFile[]) =>
      write(async (change) => {
        await change.genome(id)
        await addTo(change, files)
        const body = new TextEncoder().encode(id)
        await change.annotation({ keywords: [], body, report: body })
      }),
  }
}

/** Asserts that all members and masks of a file can be read back. */
export async function expectFile(store: StoreReader, file: TestFile): Promise<void> {
  const digest = contentOf(file)
  const mask = maskOf(file)
  const members = await store.members(digest, mask, 0, file.members.length + 1)
  expect(members).toEqual(
    file.members.map(({ name, description = '', text }) => ({
      ...{ name, description, length: text.length },
      digest: digestOf(text),
    })),
  )
  for (const [i, { text, runs = [] }] of file.members.entries()) {
    expect(await store.maskRuns(digest, mask, i, 0, text.length)).toEqual(runs)
  }
}
