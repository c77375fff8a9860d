// The same file, loaded and read by the peers that a registry can install: npm run bench:peers installs them.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inRounds, takeTurns } from './harness/turns.mjs'
import { wrkVersion } from './harness/wrk.mjs'
import { gtars } from './peers/gtars.mjs'
import { writeInput } from './peers/input.mjs'
import { refgetServer } from './peers/refget-server.mjs'
import { samtools } from './peers/samtools.mjs'
import { seqkeep } from './peers/seqkeep.mjs'
import { seqrepo } from './peers/seqrepo.mjs'

const PEERS = [seqkeep, gtars, refgetServer, seqrepo, samtools]

export const title = 'the same file loaded and read by peers'

export async function run() {
  if (!wrkVersion()) return { skipped: 'wrk is missing: apt-get install wrk' }
  const facts = {}
  const present = []
  for (const peer of PEERS) {
    const version = await peer.version()
    if (version) present.push(peer)
    else console.log(`  ${peer.name} is missing: npm run bench:peers installs what there is`)
    if (version) facts[peer.name] = version
  }
  const directory = mkdtempSync(join(tmpdir(), 'seqkeep-bench-'))
  try {
    const input = writeInput(directory)
    const rows = await inRounds(async (round) => {
      const turns = present.map((peer) => () => onePeer(peer, { ...input, round }))
      const row = await takeTurns(turns, round)
      return { ...row, ...ratios(row, present) }
    })
    return { rows, facts }
  } finally {
    rmSync(directory, { recursive: true })
  }
}

async function onePeer(peer, input) {
  const folder = join(input.directory, peer.name)
  mkdirSync(folder)
  try {
    const { seconds, cpuSeconds, peakBytes, diskBytes } = await peer.ingest(input, folder)
    const { wrong, ...read } = await peer.read(input, folder)
    const figures = {
      'load s': seconds,
      'load CPU s': cpuSeconds,
      'load MB/s': input.residues / 1e6 / seconds,
      'load peak memory MB': peakBytes / 1e6,
      'bits on disk a residue': (8 * diskBytes) / input.residues,
      ...read,
      'wrong ranges': wrong,
    }
    const named = Object.entries(figures).map(([name, value]) => [`${peer.name}: ${name}`, value])
    return Object.fromEntries(named)
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** Ours to theirs, where theirs is a server like ours. */
function ratios(row, present) {
  const ratio = {}
  for (const { name } of present.filter((peer) => [refgetServer, seqrepo].includes(peer))) {
    for (const figure of ['load MB/s', 'HTTP: ranges/s', 'HTTP: metadata/s', 'HTTP: whole MB/s']) {
      ratio[`${figure}, to ${name}`] = row[`seqkeep: ${figure}`] / row[`${name}: ${figure}`]
    }
  }
  return ratio
}
