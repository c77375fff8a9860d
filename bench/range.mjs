// 200 residues of a gigabase, and metadata, over 32 connections: beside a bare node:http server that answers the
// same bytes and headers from memory, and nginx that serves a file of 200 bytes. A URL of its own each request.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { startBare } from './harness/bare.mjs'
import { bigGenome, LENGTH } from './harness/big-genome.mjs'
import { checkRanges } from './harness/checking-client.mjs'
import { manySequences } from './harness/many-sequences.mjs'
import { nginxVersion, startNginx } from './harness/nginx.mjs'
import { serve } from './harness/seqkeep.mjs'
import { inRounds, takeTurns } from './harness/turns.mjs'
import { figures, lines, load, ranges, wrkVersion } from './harness/wrk.mjs'

const SIZE = 200
/** Compared byte by byte in each round, over as many connections. */
const CHECKED = 2000
/** Sequences whose metadata is asked for. */
const NAMED = 10_000

export const title = 'ranges of 200 bases and metadata beside a bare node:http server and nginx'

export async function run() {
  if (!wrkVersion()) return { skipped: 'wrk is missing: apt-get install wrk' }
  const genome = await bigGenome()
  const stops = [genome.remove]
  const started = async (server) => {
    stops.push(server.stop)
    return server
  }
  try {
    const [first] = genome.sequences
    writeFileSync(join(genome.directory, 'file'), first.residues.subarray(0, SIZE))
    const named = await manySequences(NAMED)
    const at = {
      genome,
      named,
      ours: await started(await serve(genome.store)),
      ofNames: await started(await serve(named.store)),
      nginx: nginxVersion() && (await started(await startNginx(genome.directory))),
    }
    at.bare = await started(await startBare(`${at.ours.url}${first.path}?start=0&end=${SIZE}`))
    const [metadata] = named.sample
    at.bareNames = await started(await startBare(`${at.ofNames.url}${metadata.path}/metadata`))
    const rows = await inRounds((round) => oneRound(at, round))
    return { rows, facts: { wrk: wrkVersion(), nginx: nginxVersion() } }
  } finally {
    for (const stop of stops.reverse()) await stop()
  }
}

async function oneRound({ genome, named, ours, ofNames, bare, bareNames, nginx }, round) {
  const { sequences } = genome
  await checkRanges(ours.url, sequences, { count: CHECKED, size: SIZE, seed: round })
  const paths = sequences.map(({ path }) => path)
  const uniform = (...of) => ranges(of, LENGTH, SIZE, round)
  const measured = {}
  const turn = (name, server, urls) => async () => {
    measured[name] = await load(server, urls)
    return figures(name, measured[name])
  }
  const row = await takeTurns(
    [
      turn('range', ours, uniform(...paths)),
      turn('bare', bare, uniform(...paths)),
      ...(nginx ? [turn('nginx', nginx, uniform('/file'))] : []),
      turn('metadata', ofNames, lines(named.metadata, round)),
      turn('bare metadata', bareNames, lines(named.metadata, round)),
    ],
    round,
  )
  const share = (a, b, figure) => measured[a][figure] / measured[b][figure]
  row['range, share of bare'] = share('range', 'bare', 'rate')
  if (nginx) row['range, share of nginx'] = share('range', 'nginx', 'rate')
  row['metadata, share of bare'] = share('metadata', 'bare metadata', 'rate')
  row['range, CPU to bare'] = share('range', 'bare', 'cpu')
  row['metadata, CPU to bare'] = share('metadata', 'bare metadata', 'cpu')
  row['range, p99 to bare'] = share('range', 'bare', 'p99')
  row['range: wrk CPU us'] = measured.range.loadCpu
  return row
}
