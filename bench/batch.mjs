// 100,000 regions of a soft-masked genome, of 12 Mb as yeast's and of 200 Mb: in one request, one by
// one, and by samtools on the local file. In the order of a sorted BED, and in none.
import { spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { random, writeGenome } from './harness/genome.mjs'
import { anonymousBytes, cpuSeconds } from './harness/process.mjs'
import { seqkeep, serve } from './harness/seqkeep.mjs'
import { ROUNDS } from './harness/settings.mjs'

const CHROMOSOMES = 4
/** Of a chromosome, by size of the genome. */
const LENGTHS = { '12 Mb': 3_000_000, '200 Mb': 50_000_000 }
const REGIONS = 100_000
/** Asked for one by one; over so many connections at a time. */
const SINGLES = 20_000
const CONNECTIONS = 16

export const title = `${REGIONS} regions in one request, one by one, and by samtools`

export async function run() {
  if (spawnSync('samtools', ['--version']).error) {
    return { skipped: 'samtools is missing: apt-get install samtools' }
  }
  const rows = Array.from({ length: ROUNDS }, () => ({}))
  for (const [size, length] of Object.entries(LENGTHS)) {
    const directory = mkdtempSync(join(tmpdir(), 'seqkeep-bench-'))
    try {
      await oneGenome(directory, size, length, rows)
    } finally {
      rmSync(directory, { recursive: true })
    }
  }
  return { rows }
}

async function oneGenome(directory, size, length, rows) {
  const fasta = join(directory, 'genome.fa')
  const store = join(directory, 'store')
  writeGenome(fasta, CHROMOSOMES, length)
  const { stdout } = await seqkeep(['add', '--json', '--store', store, fasta])
  const [{ collection }] = JSON.parse(stdout).added
  spawnSync('samtools', ['faidx', fasta])
  const server = await serve(store)
  try {
    const at = { server, collection, fasta, directory, length }
    // The first warms up.
    await oneRound(at, 0)
    for (const [i, row] of rows.entries()) {
      const figures = await oneRound(at, i + 1)
      for (const [name, value] of Object.entries(figures)) row[`${size}, ${name}`] = value
    }
  } finally {
    await server.stop()
  }
}

async function oneRound({ server, collection, fasta, directory, length }, round) {
  const regions = draw(round, length)
  const row = {}
  const before = cpuSeconds(server.pid)
  const single = SINGLES / (await oneByOne(server, regions.slice(0, SINGLES)))
  row['single requests/s'] = single
  row['single CPU us'] = ((cpuSeconds(server.pid) - before) / SINGLES) * 1e6
  for (const order of ['sorted', 'shuffled']) {
    const chosen = order === 'sorted' ? regions.toSorted(byPlace) : regions
    const list = join(directory, 'regions.txt')
    const out = join(directory, 'out.fa')
    writeFileSync(
      list,
      chosen.map(({ chr, start, end }) => `${chr}:${start + 1}-${end}\n`).join(''),
    )
    const started = performance.now()
    const args = ['-f', '%U %S', 'samtools', 'faidx', '-o', out, '-r', list, fasta]
    const { status, stderr } = spawnSync('/usr/bin/time', args)
    if (status !== 0) throw new Error(`${stderr}`)
    const samtools = REGIONS / ((performance.now() - started) / 1000)
    const [user, system] = `${stderr}`.trim().split(' ').map(Number)
    row[`${order}: samtools CPU us/region`] = ((user + system) / REGIONS) * 1e6
    const bed = chosen.map(({ chr, start, end }) => `${chr}\t${start}\t${end}\n`).join('')
    const batch = await inOneRequest(server, collection, bed, readFileSync(out))
    row[`${order}: batch regions/s`] = batch.rate
    row[`${order}: batch CPU us/region`] = batch.cpu
    row[`${order}: batch / samtools`] = batch.rate / samtools
    row[`${order}: batch / single`] = batch.rate / single
  }
  row['server memory MB'] = anonymousBytes(server.pid) / 1e6
  return row
}

async function inOneRequest({ url, pid }, collection, bed, expected) {
  const cpu = cpuSeconds(pid)
  const started = performance.now()
  const answer = await post(url, `/sequences?collection=${collection}`, bed)
  const seconds = (performance.now() - started) / 1000
  if (!bodyOf(answer).equals(expected)) throw new Error('samtools has printed something else')
  return { rate: REGIONS / seconds, cpu: ((cpuSeconds(pid) - cpu) / REGIONS) * 1e6 }
}

const received = Buffer.allocUnsafeSlow(64 << 20)

/** As lean as a client can be: `fetch` took half as long again as the server. */
function post(url, path, bed) {
  const { port, hostname } = new URL(url)
  const head = [
    `POST ${path} HTTP/1.1`,
    'Host: x',
    'Connection: close',
    'Content-Type: text/x-bed',
    `Content-Length: ${bed.length}`,
  ]
  return new Promise((resolve, reject) => {
    let length = 0
    const callback = (count, buffer) => {
      length += buffer.copy(received, length, 0, count)
      return true
    }
    const onread = { buffer: Buffer.allocUnsafeSlow(1 << 18), callback }
    const socket = connect({ port: Number(port), host: hostname, onread })
    socket.on('connect', () => socket.write(`${head.join('\r\n')}\r\n\r\n${bed}`))
    socket.on('error', reject).on('close', () => resolve(received.subarray(0, length)))
  })
}

/** The body of a chunked answer. */
function bodyOf(answer) {
  const chunks = []
  for (let at = answer.indexOf('\r\n\r\n') + 4; ; ) {
    const end = answer.indexOf('\r\n', at)
    const size = Number.parseInt(answer.latin1Slice(at, end), 16)
    if (!(size > 0)) return Buffer.concat(chunks)
    chunks.push(answer.subarray(end + 2, end + 2 + size))
    at = end + 4 + size
  }
}

function draw(seed, length) {
  const next = random(seed + 1)
  return Array.from({ length: REGIONS }, () => {
    const start = next() % (length - 500)
    return { chr: `chr${1 + (next() % CHROMOSOMES)}`, start, end: start + 1 + (next() % 400) }
  })
}

function byPlace(a, b) {
  return a.chr === b.chr ? a.start - b.start : a.chr < b.chr ? -1 : 1
}

/** As lean as a client can be: what is measured is the server. */
async function oneByOne({ url }, regions) {
  const { port, hostname } = new URL(url)
  let next = 0
  const started = performance.now()
  const work = () =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname)
      let text = ''
      let size = 0
      const ask = () => {
        if (next === regions.length) return socket.end()
        const { chr, start, end } = regions[next++]
        text = ''
        size = end - start
        socket.write(
          `GET /sequence/ucsc:${chr}?start=${start}&end=${end} HTTP/1.1\r\nHost: x\r\nAccept: text/plain\r\n\r\n`,
        )
      }
      socket.setNoDelay().on('connect', ask).on('error', reject).on('close', resolve)
      socket.on('data', (bytes) => {
        text += bytes.toString('latin1')
        const head = text.indexOf('\r\n\r\n')
        if (head < 0 || text.length < head + 4 + size) return
        if (text.startsWith('HTTP/1.1 200')) ask()
        else reject(new Error(text))
      })
    })
  await Promise.all(Array.from({ length: CONNECTIONS }, work))
  return (performance.now() - started) / 1000
}
