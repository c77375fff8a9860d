import { localBlobs } from './blobs/local/blobs.ts'
import { lmdbCatalog } from './catalog/lmdb/engine.ts'
import { describeStore } from './conformance.ts'

describeStore('LMDB and local files', { catalog: lmdbCatalog, blobs: localBlobs })
