// What docs/performance.md says of each benchmark: a table or two, and plots in files of their own.
import { batch } from './sections/batch.mjs'
import { ingest } from './sections/ingest.mjs'
import { lookup } from './sections/lookup.mjs'
import { peers } from './sections/peers.mjs'
import { range } from './sections/range.mjs'
import { stream } from './sections/stream.mjs'
import { workers } from './sections/workers.mjs'
import { fullTable } from './tables.mjs'

const MARKERS = {
  'times the hashes': 'at most 5',
  'with aliases, times the hashes': 'at most 5',
  'peak memory MB': 'at most 400',
  'with aliases peak memory MB': 'at most 400',
}

/** By benchmark: from its result to `text` and, by file, `plots`. */
export const SECTIONS = {
  ...{ ingest, range, stream, batch, lookup, workers, peers },
  markers: (result) => ({ text: fullTable(result, MARKERS), plots: {} }),
}
