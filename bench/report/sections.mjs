// What docs/performance.md says of each benchmark: a table or two, and plots in files of their own.
import { ingest } from './sections/ingest.mjs'
import { lookup } from './sections/lookup.mjs'
import { peers } from './sections/peers.mjs'
import { range } from './sections/range.mjs'
import { stream } from './sections/stream.mjs'
import { workers } from './sections/workers.mjs'
import { fullTable } from './tables.mjs'

/** By benchmark: from its result to `text` and, by file, `plots`. */
export const SECTIONS = {
  ...{ ingest, range, stream, lookup, workers, peers },
  markers: (result) => ({ text: fullTable(result), plots: {} }),
}
