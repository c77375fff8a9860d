// Adding FASTA beside what its hash functions alone take: md5 and sha512 at full speed on two threads, over
// the same residues in memory. 1 Gb in four sequences, 250 Mb in one, and the first as BGZF, beside what
// inflating that file on one thread takes: by Node's zlib, bgzip, and the gzip program, each from its start to its end.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isMainThread, parentPort, workerData } from 'node:worker_threads'
import { chromosome, writeGenome } from './harness/genome.mjs'
import { HashBound } from './harness/hash-bound.mjs'
import { timed } from './harness/seqkeep.mjs'
import { ROUNDS, SCALE } from './harness/settings.mjs'

const LENGTH = Math.round(250e6 * SCALE)
const SEQUENCES = 4
const PIECE = 1 << 20
const GUNZIP = new URL('harness/gunzip.mjs', import.meta.url).pathname

export const title = 'add: FASTA beside its hash functions alone'

export async function run() {
  const directory = mkdtempSync(join(tmpdir(), 'seqkeep-bench-'))
  const [plain, one] = ['plain.fa', 'one.fa'].map((name) => join(directory, name))
  try {
    writeGenome(plain, SEQUENCES, LENGTH)
    writeGenome(one, 1, LENGTH)
    const packed = `${plain}.gz`
    const bgzf = spawnSync('bgzip', ['-k', plain]).status === 0
    const bound = new HashBound(new URL(import.meta.url), () => ({ residues: sharedResidues() }))
    const rows = []
    for (let round = 0; round < ROUNDS; round++) {
      const hashes = await bound.measure(SEQUENCES)
      const four = await added(directory, plain)
      const hashesOfOne = await bound.measure(1)
      const single = await added(directory, one)
      const gz = bgzf && (await added(directory, packed))
      const byZlib = bgzf && inflatedBy(process.execPath, GUNZIP, packed)
      const byBgzip = bgzf && inflatedBy('bgzip', '-dc', packed)
      const byGzip = bgzf && inflatedBy('gzip', '-dc', packed)
      rows.push({
        'hashes alone s': hashes.seconds,
        'four sequences s': four.seconds,
        'times the hashes': four.seconds / hashes.seconds,
        'CPU of the hashes s': hashes.cpuSeconds,
        'MB/s': (SEQUENCES * LENGTH) / four.seconds / 1e6,
        'CPU s': four.cpuSeconds,
        'peak memory MB': four.peakBytes / 1e6,
        'one sequence s': single.seconds,
        'one, times the hashes': single.seconds / hashesOfOne.seconds,
        'one sequence CPU s': single.cpuSeconds,
        'one sequence peak memory MB': single.peakBytes / 1e6,
        ...(gz && {
          'BGZF s': gz.seconds,
          'BGZF, times plain': gz.seconds / four.seconds,
          'BGZF, times the larger of inflation and plain':
            gz.seconds / Math.max(byZlib, four.seconds),
          'BGZF, times the larger of inflation by gzip and plain':
            gz.seconds / Math.max(byGzip, four.seconds),
          'BGZF CPU s': gz.cpuSeconds,
          'inflation by zlib s': byZlib,
          'inflation by bgzip s': byBgzip,
          'inflation by gzip s': byGzip,
          'BGZF peak memory MB': gz.peakBytes / 1e6,
          'BGZF MB': statSync(packed).size / 1e6,
        }),
      })
    }
    await bound.close()
    return { rows }
  } finally {
    rmSync(directory, { recursive: true })
  }
}

async function added(directory, file) {
  const store = join(directory, 'store')
  const result = await timed(['add', '--store', store, file])
  rmSync(store, { recursive: true })
  return result
}

/** Seconds that a program takes from its start to its end, as {@link added} is measured. */
function inflatedBy(program, ...args) {
  const started = performance.now()
  const { status } = spawnSync(program, args, { stdio: ['ignore', 'ignore', 'inherit'] })
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: exit ${status}`)
  return (performance.now() - started) / 1000
}

/** Residues of a sequence, in memory that threads share. */
function sharedResidues() {
  const residues = new Uint8Array(new SharedArrayBuffer(LENGTH))
  residues.set(chromosome(LENGTH, 1001))
  return residues
}

if (!isMainThread) {
  const { algorithm, residues } = workerData
  parentPort.on('message', (sequences) => {
    for (let i = 0; i < sequences; i++) {
      const hash = createHash(algorithm)
      for (let at = 0; at < residues.length; at += PIECE) {
        hash.update(residues.subarray(at, at + PIECE))
      }
      hash.digest()
    }
    parentPort.postMessage('done')
  })
}
