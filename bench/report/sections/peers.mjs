import { bars } from '../bars.mjs'
import { barsOf, crossTable, statistics } from '../tables.mjs'

const PEERS = ['seqkeep', 'gtars', 'refget-server', 'seqrepo', 'samtools']

/** Figures, and whether more of it is better. */
const FIGURES = {
  'load s': false,
  'load CPU s': false,
  'load MB/s': true,
  'load peak memory MB': false,
  'bits on disk a residue': false,
  'memory at rest MB': false,
  'HTTP: ranges/s': true,
  'HTTP: range CPU us': false,
  'HTTP: metadata/s': true,
  'HTTP: whole MB/s': true,
  'library: ranges/s': true,
  'library: range CPU us': false,
  'library: metadata/s': true,
  'library: whole MB/s': true,
  'command: regions/s': true,
  'command: region CPU us': false,
  'command: whole MB/s': true,
  'wrong ranges': false,
}

export function peers(result) {
  const of = statistics(result)
  const present = PEERS.filter((name) => of[`${name}: load s`])
  const columns = present.map((name) => [name, name])
  const rows = Object.keys(FIGURES).map((name) => [name, name])
  const table = crossTable(result, '', rows, columns, (row, column) => `${column}: ${row}`)
  const each = (figure) =>
    barsOf(result, Object.fromEntries(columns.map(([of, label]) => [`${of}: ${figure}`, label])))
  return {
    text: `${table}\n\n${betterThanUs(of, present)}`,
    plots: {
      'peers-load.svg': bars({
        ...{ title: 'Loading the same FASTA file', unit: 'MB a second', log: true },
        bars: each('load MB/s'),
      }),
      'peers-ranges.svg': bars({
        ...{ title: 'Ranges of 200 bases over HTTP', unit: 'requests a second', log: true },
        bars: each('HTTP: ranges/s'),
      }),
    },
  }
}

/** Names whoever is ahead, so that nobody has to look for it. */
function betterThanUs(of, present) {
  const lines = []
  for (const [figure, more] of Object.entries(FIGURES)) {
    const ours = of[`seqkeep: ${figure}`]?.median
    const ahead = present.filter((name) => {
      const theirs = of[`${name}: ${figure}`]?.median
      return more ? theirs > ours : theirs < ours
    })
    if (ahead.length > 0) lines.push(`- ${figure}: ${ahead.join(', ')}`)
  }
  return lines.length === 0 ? '' : `Better than seqkeep:\n\n${lines.join('\n')}`
}
