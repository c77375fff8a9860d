import { localBlobs } from './blobs/local/blobs.ts'
import { lmdbCatalog } from './catalog/lmdb/engine.ts'
import { describeStore } from './conformance.ts'
import { describeCollections } from './conformance-collections.ts'
import { describeGenomes } from './conformance-genomes.ts'

const engines = { catalog: lmdbCatalog, blobs: localBlobs }
describeStore('LMDB and local files', engines)
describeCollections('LMDB and local files', engines)
describeGenomes('LMDB and local files', engines)
