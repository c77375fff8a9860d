import { localBlobs } from './blobs/local/blobs.ts'
import { lmdbCatalog } from './catalog/lmdb/engine.ts'
import { describeStore } from './testing/conformance.ts'
import { describeCollections } from './testing/conformance-collections.ts'
import { describeGenomes } from './testing/conformance-genomes.ts'
import { describeRemovals } from './testing/conformance-removals.ts'

const engines = { catalog: lmdbCatalog, blobs: localBlobs }
describeStore('LMDB and local files', engines)
describeCollections('LMDB and local files', engines)
describeGenomes('LMDB and local files', engines)
describeRemovals('LMDB and local files', engines)
