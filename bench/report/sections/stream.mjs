import { bars } from '../bars.mjs'
import { barsOf, spreadTable } from '../tables.mjs'

export function stream(result) {
  const beside = 'ranges beside 4 streams'
  const text = spreadTable(result, [
    ['seqkeep: MB/s', 'seqkeep, one stream: MB/s'],
    ['nginx: MB/s', 'nginx, one stream: MB/s'],
    ['share of nginx', 'to nginx', 'at least 0.7; the aim is 0.9'],
    ['seqkeep: server CPU s/GB', 'seqkeep: server CPU s a GB'],
    ['nginx: server CPU s/GB', 'nginx: server CPU s a GB'],
    ['seqkeep: reader CPU s/GB', 'CPU s a GB of the client'],
    ['bytes on disk, to plain', 'bytes on disk, to the plain file', 'a quarter'],
    ['50 streams: MB/s', 'seqkeep, 50 streams at once: MB/s'],
    ['50 streams: memory MB', 'memory under 50 streams, MB', 'under 200'],
    [`seqkeep, ${beside}: p50 ms`, `seqkeep, ${beside}: p50 ms`],
    [`seqkeep, ${beside}: p99 ms`, `seqkeep, ${beside}: p99 ms`, 'under 20'],
    [`nginx, ${beside}: p50 ms`, `nginx, ${beside}: p50 ms`],
    [`nginx, ${beside}: p99 ms`, `nginx, ${beside}: p99 ms`],
  ])
  const labels = {
    'seqkeep: MB/s': 'seqkeep, one stream',
    'nginx: MB/s': 'nginx, the plain file',
    '50 streams: MB/s': 'seqkeep, 50 streams',
    'seqkeep, 4 streams beside ranges: MB/s': 'seqkeep, 4 beside ranges',
    'nginx, 4 streams beside ranges: MB/s': 'nginx, 4 beside ranges',
  }
  const plot = bars({
    ...{ title: 'A whole sequence of 250 Mb', unit: 'MB a second' },
    bars: barsOf(result, labels),
  })
  return { text, plots: { 'stream.svg': plot } }
}
