import { bars } from '../bars.mjs'
import { barsOf, crossTable, spreadTable } from '../tables.mjs'

export function range(result) {
  const contenders = [
    ['range', 'seqkeep, 200 bases'],
    ['bare', 'bare node:http, the same answer'],
    ['nginx', 'nginx, a file of 200 bytes'],
    ['metadata', 'seqkeep, metadata'],
    ['bare metadata', 'bare node:http, the same answer'],
  ]
  const columns = ['requests/s', 'server CPU us', 'p50 ms', 'p99 ms'].map((name) => [name, name])
  const text = [
    crossTable(result, '', contenders, columns, (row, column) => `${row}: ${column}`),
    spreadTable(result, [
      [
        'range, share of bare',
        'range: requests/s, to the bare server',
        'at least 0.75; the aim is 0.85',
      ],
      ['range, share of nginx', 'range: requests/s, to nginx', 'at least 0.75; the aim is 1'],
      ['range, CPU to bare', 'range: CPU, to the bare server'],
      ['range, p99 to bare', 'range: p99, to the bare server', 'at most 2'],
      ['metadata, share of bare', 'metadata: requests/s, to the bare server', 'at least 0.75'],
      ['metadata, CPU to bare', 'metadata: CPU, to the bare server'],
      ['range: wrk CPU us', 'CPU of wrk a request, us'],
    ]),
  ].join('\n\n')
  const labels = Object.fromEntries(contenders.map(([of, label]) => [`${of}: requests/s`, label]))
  const cpu = Object.fromEntries(contenders.map(([of, label]) => [`${of}: server CPU us`, label]))
  return {
    text,
    plots: {
      'range.svg': bars({
        ...{ title: 'Small answers over 32 connections', unit: 'requests a second' },
        bars: barsOf(result, labels),
      }),
      'range-cpu.svg': bars({
        ...{ title: 'Server CPU a small answer', unit: 'microseconds' },
        bars: barsOf(result, cpu),
      }),
    },
  }
}
