import { localBlobs } from '../../blobs/local/blobs.ts'
import { describeStore } from '../../testing/conformance.ts'
import { describeCollections } from '../../testing/conformance-collections.ts'
import { lmdbCatalogs } from './engine.ts'

const engines = { catalog: lmdbCatalogs(0), blobs: localBlobs }
describeStore('LMDB whose first catalog is made beside the empty one', engines)
describeCollections('LMDB whose first catalog is made beside the empty one', engines)
