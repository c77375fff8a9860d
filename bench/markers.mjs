// A million real sequences: what adding them costs, beside their hashes alone, and what a server of them
// needs at rest. The bound is md5 and sha512 of each record by itself, with the one-shot `crypto.hash`
// (hexadecimal, as it gives by default), on two threads over the same records in memory.
// Input: markers.fasta of Debian's metaphlan2-data (1,036,027 sequences, 711.6 Mb).
import { hash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { bytesIn } from './harness/files.mjs'
import { HashBound } from './harness/hash-bound.mjs'
import { anonymousBytes } from './harness/process.mjs'
import { seqkeep, serve, timed } from './harness/seqkeep.mjs'
import { ROUNDS } from './harness/settings.mjs'

const MARKERS = process.env.SEQKEEP_MARKERS ?? '/var/lib/metaphlan2-data/markers.fasta'

export const title = 'markers.fasta: 1,036,027 real sequences'

export async function run() {
  if (!existsSync(MARKERS)) {
    return {
      skipped: `${MARKERS} is missing: apt-get install metaphlan2-data, or set SEQKEEP_MARKERS`,
    }
  }
  const records = recordsOf(readFileSync(MARKERS))
  const bound = new HashBound(new URL(import.meta.url), () => records)
  const rows = []
  for (let round = 0; round < ROUNDS; round++) {
    const { seconds: hashes } = await bound.measure('hash')
    rows.push({ 'hashes alone s': hashes, ...(await oneRound(hashes)) })
  }
  await bound.close()
  return { rows }
}

async function oneRound(hashes) {
  const directory = mkdtempSync(join(tmpdir(), 'seqkeep-bench-'))
  const store = join(directory, 'store')
  try {
    const added = await timed(['add', '--no-aliases', '--json', '--store', store, MARKERS])
    const [report] = JSON.parse(added.stdout).added
    const stats = JSON.parse((await seqkeep(['stats', '--json', '--store', store])).stdout)
    const server = await serve(store)
    const memory = anonymousBytes(server.pid)
    await server.stop()
    const sizes = {
      'journal bytes a sequence': bytesIn(join(store, 'journal')) / stats.sequences,
      'catalog bytes a sequence': bytesIn(join(store, 'catalog')) / stats.sequences,
    }
    rmSync(store, { recursive: true })
    const named = await timed(['add', '--store', store, MARKERS])
    return {
      'wall s': added.seconds,
      'times the hashes': added.seconds / hashes,
      'CPU s': added.cpuSeconds,
      'MB/s of residues': report.residues / 1e6 / added.seconds,
      'peak memory MB': added.peakBytes / 1e6,
      'with aliases s': named.seconds,
      'with aliases, times the hashes': named.seconds / hashes,
      'with aliases CPU s': named.cpuSeconds,
      'with aliases peak memory MB': named.peakBytes / 1e6,
      'bits a base, all of pack': (8 * stats.packBytes) / stats.residues,
      ...sizes,
      'start to first answer ms': server.firstAnswerMs,
      'anonymous memory at rest MB': memory / 1e6,
    }
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** Residues of all records, one after the other in shared memory, and where each ends. */
function recordsOf(text) {
  const residues = new Uint8Array(new SharedArrayBuffer(text.length))
  const ends = []
  let length = 0
  for (let at = 0; at < text.length; ) {
    const lf = text.indexOf(10, at)
    const end = lf < 0 ? text.length : lf
    if (text[at] === 62) {
      if (at > 0) ends.push(length)
    } else {
      residues.set(text.subarray(at, end), length)
      length += end - at
    }
    at = end + 1
  }
  ends.push(length)
  const shared = new Float64Array(new SharedArrayBuffer(8 * ends.length))
  shared.set(ends)
  return { residues: residues.subarray(0, length), ends: shared }
}

if (!isMainThread) {
  const { algorithm, residues, ends } = workerData
  parentPort.on('message', () => {
    let start = 0
    for (const end of ends) {
      hash(algorithm, residues.subarray(start, end))
      start = end
    }
    parentPort.postMessage('done')
  })
}
