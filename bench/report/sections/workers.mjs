import { crossTable, spreadTable } from '../tables.mjs'

export function workers(result) {
  const columns = ['one worker', 'two workers'].map((name) => [name, name])
  const rows = ['requests/s', 'server CPU us', 'wrk CPU us', 'wrk, share of all CPU', 'p99 ms']
  const names = rows.map((name) => [name, name])
  const text = [
    crossTable(result, '', names, columns, (row, column) => `${column}: ${row}`),
    spreadTable(result, [
      ['CPU a request, two to one', undefined, 'at most 1.1'],
      ['requests/s, two to one'],
    ]),
  ].join('\n\n')
  return { text, plots: {} }
}
