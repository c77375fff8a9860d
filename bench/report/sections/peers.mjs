import { bars } from '../bars.mjs'
import { barsOf, crossTable, statistics } from '../tables.mjs'

/** Those that are no servers. */
const KINDS = { gtars: 'gtars, library', samtools: 'samtools, command' }
const PEERS = ['seqkeep', 'gtars', 'refget-server', 'seqrepo', 'samtools']

export function peers(result) {
  const of = statistics(result)
  const columns = PEERS.filter((name) => of[`${name}: load s`]).map((name) => [
    name,
    KINDS[name] ?? name,
  ])
  const rows = [
    ...['load s', 'load CPU s', 'load MB/s', 'load peak memory MB', 'bits on disk a residue'],
    ...['ranges/s', 'range CPU us', 'metadata/s', 'whole MB/s', 'memory at rest MB'],
    'wrong ranges',
  ].map((name) => [name, name])
  const text = crossTable(result, '', rows, columns, (row, column) => `${column}: ${row}`)
  const each = (figure) =>
    barsOf(
      result,
      Object.fromEntries(PEERS.map((name) => [`${name}: ${figure}`, KINDS[name] ?? name])),
    )
  return {
    text,
    plots: {
      'peers-load.svg': bars({
        ...{ title: 'Loading the same FASTA file', unit: 'MB a second', log: true },
        bars: each('load MB/s'),
      }),
      'peers-ranges.svg': bars({
        ...{ title: 'Ranges of 200 bases', unit: 'a second', log: true },
        bars: each('ranges/s'),
      }),
    },
  }
}
