import { bars } from '../bars.mjs'
import { barsOf, fullTable } from '../tables.mjs'

export function ingest(result) {
  const labels = {
    'hashes alone s': 'md5 and sha512 alone, on two threads',
    'four sequences s': 'seqkeep add, 1 Gb in four sequences',
    'BGZF s': 'the same as BGZF',
    'inflation alone s': 'inflation of it alone, on one thread',
  }
  const plot = bars({
    title: 'Adding 1 Gb of FASTA',
    unit: 'seconds',
    bars: barsOf(result, labels),
  })
  return { text: fullTable(result), plots: { 'ingest.svg': plot } }
}
