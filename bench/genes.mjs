// Looking a gene up by its symbol over HTTP, among 10, 100 and 1,000 genomes of 7,000 genes.
import { mkdtempSync, rmSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import { engines } from '../dist/cli/engines.js'
import { StoreWriter } from '../dist/store/writer.js'
import { random } from './harness/genome.mjs'
import { serve } from './harness/seqkeep.mjs'

const COUNTS = (process.env.SEQKEEP_BENCH_GENOMES ?? '10,100,1000').split(',').map(Number)
const GENES = 7000
const REQUESTS = 4000
const CONNECTIONS = 16

export const title = 'genes(by_symbol) among 10 to 1,000 genomes of 7,000 genes'

const QUERY = `query($s: String!, $g: String!) { genes(by_symbol: {symbol: $s, genome_id: $g}) {
  stable_id symbol transcripts { stable_id metadata { canonical { value } }
  product_generating_contexts { product_type cdna { sequence { checksum } } cds { sequence { checksum } } product { stable_id sequence { checksum } } } } } }`

export async function run() {
  const directory = mkdtempSync(join(tmpdir(), 'seqkeep-bench-'))
  const store = join(directory, 'store')
  const rows = []
  try {
    let genomes = 0
    for (const count of COUNTS) {
      await addGenomes(store, genomes, count)
      genomes = count
      const server = await serve(store)
      await load(server.url, genomes, 500)
      const { rate, p50, p99 } = await load(server.url, genomes, REQUESTS)
      await server.stop()
      rows.push({ genomes, 'requests a second': rate, 'p50 ms': p50, 'p99 ms': p99 })
      console.log(
        `  ${genomes} genomes: ${rate.toFixed(0)} requests/s, p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`,
      )
    }
    return { rows }
  } finally {
    rmSync(directory, { recursive: true })
  }
}

async function addGenomes(store, from, to) {
  const writer = await StoreWriter.open(store, engines, { create: {} })
  for (let genome = from; genome < to; genome++) {
    const change = await writer.change()
    await change.genome(`genome${genome}`)
    await change.region({ name: '1', body: body({ name: '1' }) })
    for (let gene = 0; gene < GENES; gene++) {
      const spans = [{ region: '1', start0: 1000 * gene, end0: 1000 * gene + 900 }]
      const names = [
        ['gene', `G${gene}`],
        ['symbol', `SYM${gene}`],
        ['transcript', `T${gene}`],
        ['product', `P${gene}`],
      ]
      await change.gene({ names, spans, body: bodies[gene % bodies.length] })
    }
    await change.annotation({
      keywords: [],
      body: body({ genomeId: `genome${genome}` }),
      report: body({}),
    })
    await change.commit()
  }
  await writer.close()
}

const body = (value) => deflateRawSync(JSON.stringify(value), { level: 1 })

const next = random(3)
const digits = () => Array.from({ length: 4 }, () => next().toString(16).padStart(8, '0')).join('')
const sequence = () => ({ md5: digits(), sha512t24u: digits(), length: 1000 })
const span = { start0: 0, end0: 900, strand: 1 }
const named = (stableId) => ({ stableId, unversionedStableId: stableId, crossReferences: [] })
const bodies = Array.from({ length: 100 }, (_, i) =>
  body({
    ...{ ...named(`G${i}`), ...span, symbol: `SYM${i}`, biotype: 'protein_coding', region: '1' },
    alternativeSymbols: [],
    transcripts: [
      {
        ...{ ...named(`T${i}`), ...span, biotype: 'protein_coding', tags: { canonical: true } },
        exons: [{ ...named(`E${i}`), ...span }],
        cdna: sequence(),
        codings: [
          {
            ...{ segments: [span], phases: [[0, 0]], cds: sequence() },
            product: { ...named(`P${i}`), sequence: sequence() },
          },
        ],
      },
    ],
  }),
)

async function load(url, genomes, requests) {
  const { hostname, port } = new URL(url)
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS })
  const times = []
  let sent = 0
  const ask = () =>
    new Promise((resolve, reject) => {
      const variables = { g: `genome${next() % genomes}`, s: `SYM${next() % GENES}` }
      const payload = JSON.stringify({ query: QUERY, variables })
      const started = performance.now()
      const headers = {
        'content-type': 'application/json',
        'content-length': Buffer.byteLength(payload),
      }
      const asked = request(
        { agent, hostname, port, path: '/graphql', method: 'POST', headers },
        (answer) => {
          let text = ''
          answer.on('data', (chunk) => {
            text += chunk
          })
          answer.on('end', () => {
            times.push(performance.now() - started)
            if (!text.includes('"stable_id":"T')) reject(new Error(text))
            else resolve()
          })
        },
      )
      asked.on('error', reject)
      asked.end(payload)
    })
  const started = performance.now()
  await Promise.all(
    Array.from({ length: CONNECTIONS }, async () => {
      while (sent++ < requests) await ask()
    }),
  )
  const seconds = (performance.now() - started) / 1000
  agent.destroy()
  times.sort((a, b) => a - b)
  const at = (share) => times[Math.floor(share * (times.length - 1))]
  return { rate: requests / seconds, p50: at(0.5), p99: at(0.99) }
}
