// A million real sequences: what adding them costs, and what a server of them needs at rest.
// Input: markers.fasta of Debian's metaphlan2-data (1,036,027 sequences, 711.6 Mb).
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { seqkeep, serve, timed } from './harness/seqkeep.mjs'

const MARKERS = process.env.SEQKEEP_MARKERS ?? '/var/lib/metaphlan2-data/markers.fasta'
const ROUNDS = Number(process.env.SEQKEEP_BENCH_ROUNDS ?? 3)

export const title = 'markers.fasta: 1,036,027 real sequences'

export async function run() {
  if (!existsSync(MARKERS)) {
    return {
      skipped: `${MARKERS} is missing: apt-get install metaphlan2-data, or set SEQKEEP_MARKERS`,
    }
  }
  const rows = []
  for (let round = 0; round < ROUNDS; round++) rows.push(await oneRound())
  return { rows }
}

async function oneRound() {
  const directory = mkdtempSync(join(tmpdir(), 'seqkeep-bench-'))
  const store = join(directory, 'store')
  try {
    const added = await timed(['add', '--no-aliases', '--json', '--store', store, MARKERS])
    const [report] = JSON.parse(added.stdout).added
    const stats = JSON.parse((await seqkeep(['stats', '--json', '--store', store])).stdout)
    const server = await serve(store)
    const memory = anonymousBytes(server.pid)
    await server.stop()
    return {
      'wall s': added.seconds,
      'CPU s': added.cpuSeconds,
      'MB/s of residues': report.residues / 1e6 / added.seconds,
      'peak memory MB': added.peakBytes / 1e6,
      'bits a base, all of pack': (8 * stats.packBytes) / stats.residues,
      'journal bytes a sequence': bytesIn(join(store, 'journal')) / stats.sequences,
      'catalog bytes a sequence': bytesIn(join(store, 'catalog')) / stats.sequences,
      'start to first answer ms': server.firstAnswerMs,
      'anonymous memory at rest MB': memory / 1e6,
    }
  } finally {
    rmSync(directory, { recursive: true })
  }
}

function bytesIn(directory) {
  let sum = 0
  for (const entry of readdirSync(directory, { recursive: true, withFileTypes: true })) {
    if (entry.isFile()) sum += statSync(join(entry.parentPath, entry.name)).size
  }
  return sum
}

/** The catalog is mapped: only anonymous memory is the server's own. */
function anonymousBytes(pid) {
  const line = /RssAnon:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return Number(line[1]) * 1024
}
