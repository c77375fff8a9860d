import { localBlobs } from '../store/blobs/local/blobs.ts'
import { lmdbCatalog } from '../store/catalog/lmdb/engine.ts'
import type { Engines } from '../store/reader.ts'

/** The engines of a store in a directory: LMDB for the catalog, files for the packs. */
export const engines: Engines = { catalog: lmdbCatalog, blobs: localBlobs }
