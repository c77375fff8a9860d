// Look-ups among ten thousand, a million and ten million sequences: metadata and ranges of up to 200 bases over
// HTTP, start to first answer, memory at rest, bytes of the catalog. The first run loads the stores, which takes
// minutes.
import { join } from 'node:path'
import { checkRanges } from './harness/checking-client.mjs'
import { bytesIn } from './harness/files.mjs'
import { manySequences } from './harness/many-sequences.mjs'
import { anonymousBytes } from './harness/process.mjs'
import { serve } from './harness/seqkeep.mjs'
import { SCALE } from './harness/settings.mjs'
import { median } from './harness/summary.mjs'
import { inRounds, takeTurns } from './harness/turns.mjs'
import { lines, load, wrkVersion } from './harness/wrk.mjs'

/** Names of the stores, and their sequences. */
const COUNTS = { '10^4': 1e4, '10^6': 1e6, '10^7': 1e7 }
/** Fewer would all be remembered by the server, which keeps 4,096 answers. */
const LEAST = 10_000
const STARTS = 3
const CHECKED = 1000

export const title = 'look-ups among 10^4, 10^6 and 10^7 sequences'

export async function run() {
  if (!wrkVersion()) return { skipped: 'wrk is missing: apt-get install wrk' }
  const stores = []
  for (const [name, count] of Object.entries(COUNTS)) {
    const sequences = Math.max(LEAST, Math.round(count * SCALE))
    stores.push({ name, sequences, ...(await manySequences(sequences)) })
  }
  const rows = await inRounds(async (round) => {
    const turns = stores.map((at) => () => oneStore(at, round))
    const row = { ...(await takeTurns(turns, round)), ...catalogs(stores) }
    return { ...row, ...ratios(row) }
  })
  return { rows, facts: { wrk: wrkVersion() } }
}

async function oneStore({ name, store, sample, metadata, ranges }, round) {
  const starts = []
  for (let i = 1; i < STARTS; i++) {
    const server = await serve(store, [], `${sample[i].path}/metadata`)
    starts.push(server.firstAnswerMs)
    await server.stop()
  }
  const server = await serve(store, [], `${sample[0].path}/metadata`)
  starts.push(server.firstAnswerMs)
  try {
    const atRest = anonymousBytes(server.pid)
    await checkRanges(server.url, sample, { count: CHECKED, size: 200, seed: round })
    const named = await load(server, lines(metadata, round))
    const ranged = await load(server, lines(ranges, round))
    return {
      [`${name}: start to first answer ms`]: median(starts),
      [`${name}: memory at rest MB`]: atRest / 1e6,
      [`${name}: metadata/s`]: named.rate,
      [`${name}: metadata CPU us`]: named.cpu,
      [`${name}: ranges/s`]: ranged.rate,
      [`${name}: range CPU us`]: ranged.cpu,
      [`${name}: memory after load MB`]: anonymousBytes(server.pid) / 1e6,
    }
  } finally {
    await server.stop()
  }
}

function catalogs(stores) {
  return Object.fromEntries(
    stores.map(({ name, store, sequences }) => [
      `${name}: catalog bytes a sequence`,
      bytesIn(join(store, 'catalog')) / sequences,
    ]),
  )
}

/** Of the least to the most, where 1 is flat. */
function ratios(row) {
  const values = (figure) => Object.keys(COUNTS).map((name) => row[`${name}: ${figure}`])
  const spread = (figure) => Math.max(...values(figure)) / Math.min(...values(figure))
  const [least, , most] = values('start to first answer ms')
  return {
    'metadata/s, most to least': spread('metadata/s'),
    'ranges/s, most to least': spread('ranges/s'),
    'start, 10^7 to 10^4': most / least,
    'start, 10^7 less 10^4, ms': most - least,
  }
}
