// What reading an annotation alone costs: the scan, and then the genes, of 5 million lines as an annotator
// writes them, of 1 million sorted by position, and of 500,000 of one sequence in any order.
import {
  closeSync,
  mkdtempSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readAnnotation } from '../dist/annotation/read-annotation.js'
import { scanAnnotation } from '../dist/annotation/scan.js'
import { writeAnnotation } from './harness/annotation-file.mjs'
import { random } from './harness/genome.mjs'
import { runNode } from './harness/seqkeep.mjs'

const ROUNDS = Number(process.env.SEQKEEP_BENCH_ROUNDS ?? 1)
const PROGRAM = fileURLToPath(import.meta.url)

export const title = 'reading an annotation of 5 million lines'

export async function run() {
  const directory = mkdtempSync(join(tmpdir(), 'seqkeep-bench-'))
  try {
    const paths = ['written', 'sorted', 'shuffled'].map((name) => join(directory, name))
    const [written, sorted, shuffled] = paths
    writeAnnotation(written)
    writeOthers(written, sorted, shuffled)
    const rows = []
    for (let round = 0; round < ROUNDS; round++) {
      const row = {}
      for (const path of paths) {
        const measured = JSON.parse((await runNode([PROGRAM, path])).stdout)
        const name = path.slice(directory.length + 1)
        for (const [figure, value] of Object.entries(measured)) row[`${name}: ${figure}`] = value
      }
      rows.push(row)
    }
    return { rows }
  } finally {
    rmSync(directory, { recursive: true })
  }
}

/** Lines sorted by sequence and start, and lines of one sequence shuffled. */
function writeOthers(written, sorted, shuffled) {
  const lines = beginningOf(written, 160e6).split('\n').slice(1, -1)
  const key = (line) => line.split('\t', 4)
  const keyed = lines.map((line) => ({ line, at: key(line) }))
  keyed.sort((a, b) => (a.at[0] < b.at[0] ? -1 : a.at[0] > b.at[0] ? 1 : a.at[3] - b.at[3]))
  writeFileSync(sorted, `${keyed.map(({ line }) => line).join('\n')}\n`, 'latin1')
  const some = lines.slice(0, 500_000).map((line) => line.replace(/^chr\d+/, 'chr1'))
  const next = random(7)
  for (let i = some.length - 1; i > 0; i--) {
    const j = next() % (i + 1)
    ;[some[i], some[j]] = [some[j], some[i]]
  }
  writeFileSync(shuffled, `${some.join('\n')}\n`, 'latin1')
}

/** The whole, of a gigabyte, would be longer than a string may be. */
function beginningOf(path, bytes) {
  const file = openSync(path)
  const into = Buffer.alloc(bytes)
  const read = readSync(file, into, 0, bytes, 0)
  closeSync(file)
  return into.toString('latin1', 0, read)
}

async function measure(path) {
  const megabytes = statSync(path).size / 1e6
  const before = process.memoryUsage.rss()
  const cpu = () => {
    const { user, system } = process.cpuUsage()
    return (user + system) / 1e6
  }
  const start = cpu()
  const scan = await scanAnnotation(path)
  const scanned = cpu()
  let genes = 0
  for await (const _ of readAnnotation(scan, () => {})) genes++
  return {
    MB: megabytes,
    genes,
    'scan MB a CPU s': megabytes / (scanned - start),
    'read MB a CPU s': megabytes / (cpu() - scanned),
    'memory grows by MB': (process.resourceUsage().maxRSS * 1024 - before) / 1e6,
  }
}

if (process.argv[1] === PROGRAM) console.log(JSON.stringify(await measure(process.argv[2])))
