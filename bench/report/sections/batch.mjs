// Regions in one request, as a table of genomes and orders.
import { crossTable } from '../tables.mjs'

const ROWS = [
  ['batch regions/s', 'seqkeep, one request: regions/s'],
  ['batch CPU us/region', 'seqkeep: CPU us a region'],
  ['samtools CPU us/region', 'samtools faidx -r: CPU us a region'],
  ['batch / samtools', 'rate, to samtools (at least 1)'],
  ['batch / single', 'rate, to requests one by one (at least 10)'],
]
const SIZES = ['12 Mb', '200 Mb']
const ORDERS = ['sorted', 'shuffled']

export function batch(result) {
  const columns = SIZES.flatMap((size) =>
    ORDERS.map((order) => [`${size}, ${order}`, `${size}, ${order}`]),
  )
  const name = (row, column) => `${column}: ${row}`
  return { text: crossTable(result, '100,000 regions', ROWS, columns, name), plots: {} }
}
