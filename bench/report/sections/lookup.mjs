import { lines } from '../lines.mjs'
import { crossTable, spreadTable, statistics } from '../tables.mjs'

const COUNTS = { '10^4': 1e4, '10^6': 1e6, '10^7': 1e7 }

export function lookup(result) {
  const columns = Object.keys(COUNTS).map((name) => [name, name])
  const rows = [
    ...['metadata/s', 'metadata CPU us', 'ranges/s', 'range CPU us', 'start to first answer ms'],
    ...['memory at rest MB', 'memory after load MB', 'catalog bytes a sequence'],
  ].map((name) => [name, name])
  const text = [
    crossTable(result, 'sequences', rows, columns, (row, column) => `${column}: ${row}`),
    spreadTable(result, [
      ['metadata/s, most to least', undefined, 'at most 1.5'],
      ['ranges/s, most to least', undefined, 'at most 1.5'],
      ['start, 10^7 less 10^4, ms', undefined, 'at most 50'],
    ]),
  ].join('\n\n')
  const of = statistics(result)
  const line = (figure, label) => ({
    label,
    points: Object.entries(COUNTS).map(([name, count]) => {
      const { median, least, most } = of[`${name}: ${figure}`]
      return [count, median, least, most]
    }),
  })
  const plot = lines({
    ...{ title: 'Look-ups over HTTP', unit: 'requests a second', xUnit: 'sequences in the store' },
    lines: [line('ranges/s', 'ranges'), line('metadata/s', 'metadata')],
  })
  return { text, plots: { 'lookup.svg': plot } }
}
