// What is measured of a server that is a peer.
import { wrongRanges } from '../harness/checking-client.mjs'
import { drain } from '../harness/drain.mjs'
import { anonymousBytes } from '../harness/process.mjs'
import { lines, load, ranges } from '../harness/wrk.mjs'

/**
 * @param input The input, with the round.
 * @param at Path of a sequence, from its digest.
 * @param metadataFile Request targets of the metadata of all small sequences.
 */
export async function overHttp(server, { large, length, size, checks, round }, at, metadataFile) {
  const sequences = large.map(({ id, residues }) => ({ path: at(id), residues }))
  const wrong = await wrongRanges(server.url, sequences, { count: checks, size, seed: round })
  const memory = anonymousBytes(server.pid)
  const paths = sequences.map(({ path }) => path)
  const ranged = await load(server, ranges(paths, length, size, round))
  const named = await load(server, lines(metadataFile, round))
  let [bytes, seconds] = [0, 0]
  for (const path of paths) {
    const body = await drain(`${server.url}${path}`)
    bytes += body.bytes
    seconds += body.seconds
  }
  return {
    wrong,
    'HTTP: ranges/s': ranged.rate,
    'HTTP: range CPU us': ranged.cpu,
    'HTTP: metadata/s': named.rate,
    'HTTP: whole MB/s': bytes / 1e6 / seconds,
    'memory at rest MB': memory / 1e6,
  }
}
