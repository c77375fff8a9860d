// A whole sequence of 250 Mb from the page cache, beside nginx that sends the same residues from a plain file: one
// stream; the server's memory under 50 of them; and ranges of 200 bases beside four.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { statSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { join } from 'node:path'
import { bigGenome, LENGTH } from './harness/big-genome.mjs'
import { checkRanges } from './harness/checking-client.mjs'
import { drain, startDrain } from './harness/drain.mjs'
import { bytesIn } from './harness/files.mjs'
import { nginxVersion, startNginx } from './harness/nginx.mjs'
import { cpuSeconds, watchMemory } from './harness/process.mjs'
import { serve } from './harness/seqkeep.mjs'
import { inRounds, takeTurns } from './harness/turns.mjs'
import { load, ranges, wrkVersion } from './harness/wrk.mjs'

/** Bodies one after another, so that a turn lasts a second. */
const BODIES = 8
const MANY = 50
const BESIDE = 4
const SIZE = 200

export const title = 'a whole sequence of 250 Mb beside nginx and the plain file'

export async function run() {
  if (!wrkVersion()) return { skipped: 'wrk is missing: apt-get install wrk' }
  const genome = await bigGenome(1)
  const stops = [genome.remove]
  try {
    const [sequence] = genome.sequences
    const plain = join(genome.directory, 'plain')
    writeFileSync(plain, sequence.residues)
    writeFileSync(join(genome.directory, 'file'), sequence.residues.subarray(0, SIZE))
    const ours = await serve(genome.store)
    stops.push(ours.stop)
    const nginx = nginxVersion() && (await startNginx(genome.directory))
    if (nginx) stops.push(nginx.stop)
    const md5 = createHash('md5').update(sequence.residues).digest('hex')
    const disk = bytesIn(join(genome.store, 'packs')) / statSync(plain).size
    const rows = await inRounds(async (round) => {
      await checkBody(`${ours.url}${sequence.path}`, md5)
      return {
        ...(await oneRound({ ours, nginx, sequence }, round)),
        'bytes on disk, to plain': disk,
      }
    })
    return { rows, facts: { wrk: wrkVersion(), nginx: nginxVersion() } }
  } finally {
    for (const stop of stops.reverse()) await stop()
  }
}

async function oneRound({ ours, nginx, sequence }, round) {
  const range = (path) => ranges([path], LENGTH, SIZE, round)
  const row = await takeTurns(
    [
      () => alone('seqkeep', ours, sequence.path),
      () => beside('seqkeep', ours, sequence.path, range(sequence.path)),
      () => many(ours, sequence),
      ...(nginx
        ? [
            () => alone('nginx', nginx, '/plain'),
            () => beside('nginx', nginx, '/plain', range('/file')),
          ]
        : []),
    ],
    round,
  )
  if (!nginx) return row
  row['share of nginx'] = row['seqkeep: MB/s'] / row['nginx: MB/s']
  row['CPU to nginx'] = row['seqkeep: server CPU s/GB'] / row['nginx: server CPU s/GB']
  return row
}

async function alone(name, { url, pid }, path) {
  const before = cpuSeconds(pid)
  const { bytes, seconds, cpu } = await drain(`${url}${path}`, { count: BODIES })
  const gigabytes = bytes / 1e9
  return {
    [`${name}: MB/s`]: bytes / 1e6 / seconds,
    [`${name}: server CPU s/GB`]: (cpuSeconds(pid) - before) / gigabytes,
    [`${name}: reader CPU s/GB`]: cpu / gigabytes,
  }
}

async function many({ url, pid }, sequence) {
  const memory = watchMemory(pid)
  const reading = drain(`${url}${sequence.path}`, { connections: MANY })
  // Under the load of the streams, bytes are checked as well.
  await checkRanges(url, [sequence], { count: 100, size: SIZE, seed: 1, connections: 1 })
  const { bytes, seconds } = await reading
  return {
    [`${MANY} streams: MB/s`]: bytes / 1e6 / seconds,
    [`${MANY} streams: memory MB`]: memory.stop() / 1e6,
  }
}

async function beside(name, server, path, urls) {
  const streams = await startDrain(`${server.url}${path}`, BESIDE)
  const { rate, p50, p99 } = await load(server, urls, { connections: 4 })
  const { bytes, seconds } = await streams.stop()
  return {
    [`${name}, ranges beside ${BESIDE} streams: p50 ms`]: p50,
    [`${name}, ranges beside ${BESIDE} streams: p99 ms`]: p99,
    [`${name}, ranges beside ${BESIDE} streams: requests/s`]: rate,
    [`${name}, ${BESIDE} streams beside ranges: MB/s`]: bytes / 1e6 / seconds,
  }
}

async function checkBody(url, md5) {
  const [answer] = await once(get(url, { agent: false }), 'response')
  const hash = createHash('md5')
  for await (const chunk of answer) hash.update(chunk)
  if (hash.digest('hex') !== md5) throw new Error(`${url}: wrong residues`)
}
