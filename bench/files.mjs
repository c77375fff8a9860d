// A virtual FASTA file of 1 GB, beside nginx that serves the same real file: time to the first byte,
// the whole of it, and ranges at its start and at 900 MB. Needs nginx and curl.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { Agent, get } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeGenome } from './harness/genome.mjs'
import { nginxVersion, startNginx } from './harness/nginx.mjs'
import { seqkeep, serve } from './harness/seqkeep.mjs'
import { ROUNDS } from './harness/settings.mjs'

const RANGES = 200
const RANGE_BYTES = 64 * 1024
const FAR = 900e6

export const title = 'a virtual FASTA file of 1 GB, beside nginx and the real file'

export async function run() {
  if (!nginxVersion()) return { skipped: 'nginx is missing: apt-get install nginx' }
  if (spawnSync('curl', ['-V']).error) return { skipped: 'curl is missing: apt-get install curl' }
  const directory = mkdtempSync(join(tmpdir(), 'seqkeep-bench-'))
  const stops = []
  try {
    const fasta = join(directory, 'genome.fa')
    writeGenome(fasta, 10, 100_000_000)
    const store = join(directory, 'store')
    const { stdout } = await seqkeep(['add', '--json', '--store', store, fasta])
    const { collection } = JSON.parse(stdout).added[0]
    const ours = await serve(store)
    stops.push(() => ours.stop())
    const nginx = await startNginx(directory)
    stops.push(nginx.stop)
    const urls = { ours: `${ours.url}/files/${collection}.fa`, nginx: `${nginx.url}/genome.fa` }
    const size = statSync(fasta).size
    await checkSame(urls, size)
    const rows = []
    for (let round = 0; round < ROUNDS; round++) rows.push(await oneRound(urls, size))
    return { rows }
  } finally {
    for (const stop of stops) await stop()
    rmSync(directory, { recursive: true })
  }
}

async function oneRound(urls, size) {
  const row = {}
  for (const [server, url] of Object.entries(urls)) {
    const { firstMs, seconds } = await download(url, size)
    row[`${server}: first byte ms`] = firstMs
    row[`${server}: whole MB/s`] = size / 1e6 / seconds
    row[`${server}: 64 KiB at 0, ms`] = await medianRange(url, 0)
    row[`${server}: 64 KiB at 900 MB, ms`] = await medianRange(url, FAR)
  }
  row['whole, share of nginx'] = row['ours: whole MB/s'] / row['nginx: whole MB/s']
  row['at 900 MB, to at 0'] = row['ours: 64 KiB at 900 MB, ms'] / row['ours: 64 KiB at 0, ms']
  return row
}

async function download(url, size) {
  const child = spawn('curl', [
    ...['-sS', '--fail', '-o', '/dev/null', url],
    ...['-w', '%{time_starttransfer} %{time_total} %{size_download}'],
  ])
  let said = ''
  child.stdout.on('data', (text) => {
    said += text
  })
  await once(child, 'close')
  const [first, total, got] = said.split(' ').map(Number)
  if (got !== size) throw new Error(`${url}: ${got} bytes instead of ${size}`)
  return { firstMs: 1000 * first, seconds: total }
}

async function medianRange(url, from) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const times = []
  for (let i = 0; i < RANGES; i++) {
    // Another place each time, within a megabyte.
    const start = from + ((i * 7919) % 1_000_000)
    const started = performance.now()
    const body = await range(url, start, start + RANGE_BYTES - 1, agent)
    times.push(performance.now() - started)
    if (body.length !== RANGE_BYTES) throw new Error(`${url}: a range of ${body.length} bytes`)
  }
  agent.destroy()
  return times.sort((a, b) => a - b)[RANGES >> 1]
}

function range(url, first, last, agent) {
  return new Promise((resolve, reject) => {
    get(url, { agent, headers: { range: `bytes=${first}-${last}` } }, (incoming) => {
      const chunks = []
      incoming.on('data', (chunk) => chunks.push(chunk))
      incoming.on('error', reject)
      incoming.on('end', () => resolve(Buffer.concat(chunks)))
    }).on('error', reject)
  })
}

/** That both serve the same bytes, at least where ranges are measured. */
async function checkSame({ ours, nginx }, size) {
  const agent = new Agent()
  for (const from of [0, FAR, size - RANGE_BYTES]) {
    const [a, b] = await Promise.all(
      [ours, nginx].map((url) => range(url, from, from + RANGE_BYTES - 1, agent)),
    )
    if (!a.equals(b)) throw new Error(`the bytes from ${from} on differ`)
  }
}
