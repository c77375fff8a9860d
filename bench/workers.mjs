// Ranges of 200 bases from one worker and from two: CPU seconds a request, and what the second one brings. On two
// cores the load generator takes a part of them, which is stated.
import { bigGenome, LENGTH } from './harness/big-genome.mjs'
import { checkRanges } from './harness/checking-client.mjs'
import { serve } from './harness/seqkeep.mjs'
import { inRounds, takeTurns } from './harness/turns.mjs'
import { load, ranges, wrkVersion } from './harness/wrk.mjs'

const SIZE = 200
const CHECKED = 1000
/**
 * wrk has a thread for each worker, and connections enough that none waits: one thread asks for 80,000 a second, and a
 * worker that waits wakes for two requests at a time, not for sixty, which is an eighth more CPU.
 */
const THREADS = 2
const CONNECTIONS = 128

export const title = 'ranges of 200 bases from one worker and from two'

export async function run() {
  if (!wrkVersion()) return { skipped: 'wrk is missing: apt-get install wrk' }
  const genome = await bigGenome()
  const stops = [genome.remove]
  try {
    const servers = {}
    for (const count of [1, 2]) {
      servers[count] = await serve(genome.store, ['--workers', count])
      stops.push(servers[count].stop)
    }
    const rows = await inRounds((round) => oneRound(servers, genome.sequences, round))
    return { rows, facts: { wrk: wrkVersion() } }
  } finally {
    for (const stop of stops.reverse()) await stop()
  }
}

async function oneRound(servers, sequences, round) {
  const urls = ranges(
    sequences.map(({ path }) => path),
    LENGTH,
    SIZE,
    round,
  )
  const measured = {}
  const turns = Object.entries(servers).map(([count, server]) => async () => {
    await checkRanges(server.url, sequences, { count: CHECKED, size: SIZE, seed: round })
    const { rate, cpu, loadCpu, p99 } = await load(server, urls, {
      connections: CONNECTIONS,
      threads: THREADS,
    })
    measured[count] = { rate, cpu }
    const name = count === '1' ? 'one worker' : 'two workers'
    return {
      [`${name}: requests/s`]: rate,
      [`${name}: server CPU us`]: cpu,
      [`${name}: wrk CPU us`]: loadCpu,
      [`${name}: wrk, share of all CPU`]: loadCpu / (cpu + loadCpu),
      [`${name}: p99 ms`]: p99,
    }
  })
  const row = await takeTurns(turns, round)
  row['CPU a request, two to one'] = measured[2].cpu / measured[1].cpu
  row['requests/s, two to one'] = measured[2].rate / measured[1].rate
  return row
}
