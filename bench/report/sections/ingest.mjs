import { bars } from '../bars.mjs'
import { barsOf, fullTable } from '../tables.mjs'

const BOUNDS = {
  'times the hashes': 'at most 1.8; the aim is 1.5',
  'one, times the hashes': 'at most 2.5',
  'peak memory MB': 'at most 400',
  'BGZF, times the larger of inflation and plain': 'at most 1.25',
  'BGZF, times the larger of inflation by gzip and plain': 'at most 1.25',
  'BGZF peak memory MB': 'at most 400',
}

export function ingest(result) {
  const labels = {
    'hashes alone s': 'md5 and sha512 alone',
    'four sequences s': 'seqkeep add, 1 Gb in four sequences',
    'BGZF s': 'seqkeep add, the same as BGZF',
    'inflation by zlib s': 'inflation of it alone, by zlib',
  }
  const plot = bars({
    title: 'Adding 1 Gb of FASTA',
    unit: 'seconds',
    bars: barsOf(result, labels),
  })
  return { text: fullTable(result, BOUNDS), plots: { 'ingest.svg': plot } }
}
