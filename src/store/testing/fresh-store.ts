import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect } from 'vitest'
import type { Change } from '../change.ts'
import type { Engines, StoreReader } from '../reader.ts'
import { rebuildCatalog } from '../writer.ts'
import { DiskStore } from './disk-store.ts'

/** Gives each test of a suite an empty directory for a store, and ways to use it. */
export function freshStore(engines: Engines) {
  let directory = ''
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'seqkeep-store-'))
  })
  afterEach(() => rm(directory, { recursive: true }))
  const disk = () => new DiskStore(directory, engines)
  return {
    directory: () => directory,
    write: <T>(use: (change: Change) => Promise<T>) => disk().write(use),
    reading: <T>(use: (store: StoreReader) => Promise<T>) => disk().read(use),
    rebuild: () => rebuildCatalog(directory, engines),
    expectSound: async () => expect(await disk().problems()).toEqual([]),
  }
}
