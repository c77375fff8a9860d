import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join, resolve } from 'node:path'
import { json } from 'node:stream/consumers'
import { rolldown } from 'rolldown'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasTestData, testData } from '../data.ts'
import { seqkeepOutput, serve, temporaryDirectory } from '../seqkeep.ts'
import { requireTool } from '../tools.ts'

const MD5 = '6681ac2f62509cfc220d78751b8dc524'
/** As seqcol/test_fasta_digests.json has them: base.fa and different_names.fa, and the sequences of both. */
const COLLECTIONS = ['XZlrcEGi6mlopZ2uD8ObHkQB1d0oDwKk', 'QvT5tAQ0B8Vkxd-qFftlzEk2QyfPtgOv']
const SEQUENCES = '0uDQVLuHaOZi1u76LjV__yrVUIz9Bwhr'
/** Residues of a sequence that is not there at once. */
const LONG = 64_000_000
const ready = requireTool('chromium') && hasTestData

/** The client as a web page would ship it. */
async function bundle(): Promise<string> {
  const build = await rolldown({
    input: resolve(import.meta.dirname, '../../dist/client/index.js'),
  })
  const { output } = await build.generate({ format: 'esm', minify: true, comments: false })
  return output[0].code
}

it('is below 10 kB minified', async () => {
  expect(Buffer.byteLength(await bundle())).toBeLessThan(10_000)
})

describe.skipIf(!ready)('The client in Chromium, on a page of another origin', () => {
  let page: Server
  let found: Record<string, unknown>

  beforeAll(async () => {
    const directory = await temporaryDirectory()
    const store = join(directory, 'store')
    const files = ['I', 'NC'].map((name) => testData(`compliance/${name}.faa`))
    const tiny = ['base', 'different_names'].map((name) => testData(`seqcol/${name}.fa`))
    const long = join(directory, 'long.fa')
    writeFileSync(long, `>long\n${'GATTACAT'.repeat(LONG / 8)}\n`)
    const fasta = [...files, ...tiny, long]
    await seqkeepOutput(['add', '--store', store, '--circular', 'NC_001422.1', ...fasta])
    const url = await serve(store)
    const code = await bundle()
    let told = (_: Record<string, unknown>) => {}
    const results = new Promise<Record<string, unknown>>((resolveIt) => {
      told = resolveIt
    })
    page = createServer(async (request, response) => {
      if (request.url === '/result') {
        told((await json(request)) as Record<string, unknown>)
        response.end()
      } else if (request.url === '/client.js') {
        response.setHeader('Content-Type', 'text/javascript').end(code)
      } else if (request.url === '/worker.js') {
        const script = `const url = '${url}'\n${WORKER}`
        response.setHeader('Content-Type', 'text/javascript').end(script)
      } else {
        const html = `<!doctype html><script type="module">const url = '${url}'\n${SCRIPT}</script>`
        response.setHeader('Content-Type', 'text/html').end(html)
      }
    })
    page.listen(0, '127.0.0.1')
    await once(page, 'listening')
    const profile = join(directory, 'profile')
    const chromium = spawn('chromium', [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
      ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
      `--user-data-dir=${profile}`,
      `http://127.0.0.1:${(page.address() as AddressInfo).port}/`,
    ])
    found = await results
    chromium.kill('SIGKILL')
    await once(chromium, 'close')
    expect(found.error).toBeUndefined()
  }, 120_000)
  afterAll(() => page?.close())

  it('gets a part, and verifies a whole sequence by either digest', () => {
    const residues = readFileSync(testData('compliance/I.faa'), 'latin1')
      .replace(/^>.*\n/, '')
      .replaceAll('\n', '')
    expect(found.part).toBe(residues.slice(10, 20))
    expect(found.wholeLength).toBe(residues.length)
    expect(found.byDigest).toBe(residues.slice(-20))
    expect(found.circular).toBe('CCTGCAGAGTTTTATCGCTTCCATGACGCAG')
  })

  it('notices wrong residues with its own hash functions', () => {
    expect(found.spoilt).toEqual(['wrong content', 'wrong content'])
  })

  it('lists collections, reads one, and compares two', () => {
    expect(found.listed).toEqual(expect.arrayContaining(COLLECTIONS))
    expect(found.listed).toHaveLength(2)
    expect(found.names).toEqual(['chrX', 'chr1', 'chr2'])
    expect(found.comparison).toMatchObject({
      attributes: { a_only: [], b_only: [] },
      array_elements: { a_and_b_count: { lengths: 3, names: 0, sequences: 3 } },
    })
    expect(found.posted).toEqual(found.comparison)
  })

  it('gets many parts in one request', () => {
    expect(found.batch).toEqual([
      { id: MD5, start: 10, end: 20, strand: '+', sequence: found.part },
      { id: MD5, start: 10, end: 20, strand: '-', sequence: complementOf(found.part as string) },
      expect.objectContaining({ error: expect.objectContaining({ code: 'SEQUENCE_NOT_FOUND' }) }),
    ])
    expect(found.many).toBe(20_000)
  })

  it('verifies in a worker, too', () => {
    expect(found.worker).toEqual([230_218, 'wrong content'])
  })

  it('can be stopped, and tells errors apart', () => {
    expect(found.aborted).toEqual(['AbortError', 'AbortError'])
    expect(found.received).toBeGreaterThan(0)
    expect(found.received).toBeLessThan(LONG / 2)
    expect(found.missing).toEqual(['not found', 404])
    expect(found.outside).toEqual(['bad request', 416])
  })
})

function complementOf(residues: string): string {
  return [...residues]
    .map((each) => 'TGCA'['ACGT'.indexOf(each)])
    .toReversed()
    .join('')
}

/** Runs in the page; `url` is the server's. */
const SCRIPT = `
import { SeqkeepClient } from '/client.js'
const MD5 = '${MD5}'
const result = {}
const kind = (promise) => promise.then(() => 'none', (error) => [error.kind, error.status])
try {
  const client = new SeqkeepClient(url)
  result.part = await client.sequence(MD5, { start: 10, end: 20 })
  result.wholeLength = (await client.sequence(MD5)).length
  result.byDigest = (await client.sequence('SQ.lZyxiD_ByprhOUzrR1o1bq0ezO_1gkrn')).slice(-20)
  result.circular = await client.sequence('3332ed720ac7eaa9b3655c06f6b9e196', { start: 5380, end: 25 })
  const spoil = (input, init) => fetch(input, init).then(async (answer) => {
    const text = await answer.text()
    return new Response(text.replace('A', 'C'), answer)
  })
  const spoilt = new SeqkeepClient(url, { fetch: spoil })
  result.spoilt = []
  for (const id of [MD5, 'ga4gh:SQ.lZyxiD_ByprhOUzrR1o1bq0ezO_1gkrn']) {
    result.spoilt.push((await kind(spoilt.sequence(id)))[0])
  }
  const controller = new AbortController()
  const pieces = new SeqkeepClient(url).stream('local:long', { signal: controller.signal })
  result.received = (await pieces.next()).value.length
  controller.abort()
  const name = (promise) => promise.then(() => 'none', (error) => error.name)
  result.aborted = [await name(pieces.next())]
  result.aborted.push(await name(client.metadata(MD5, { signal: controller.signal })))
  result.missing = await kind(client.metadata('SQ.aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa'))
  result.outside = await kind(client.sequence(MD5, { start: 0, end: 999999999 }))
  const [a, b] = ${JSON.stringify(COLLECTIONS)}
  result.listed = (await client.collections({ sequences: '${SEQUENCES}' })).results
  result.names = (await client.collection(a)).names
  result.comparison = await client.comparison(a, b)
  result.posted = await client.comparison(a, await client.collection(b))
  result.batch = []
  const region = { id: MD5, start: 10, end: 20 }
  for await (const answer of client.sequences([region, { ...region, strand: '-' }, { id: 'nope' }])) {
    result.batch.push(answer)
  }
  result.many = 0
  for await (const { sequence } of client.sequences(Array(20_000).fill(region))) {
    if (sequence === result.part) result.many++
  }
  result.worker = await new Promise((told, failed) => {
    const worker = new Worker('/worker.js', { type: 'module' })
    worker.onmessage = ({ data }) => told(data)
    worker.onerror = failed
  })
} catch (error) {
  result.error = String(error?.stack ?? error)
}
await fetch('/result', { method: 'POST', body: JSON.stringify(result) })
`

/** Runs in a worker of the page. */
const WORKER = `
import { SeqkeepClient } from '/client.js'
const get = async (input, init) => new Response((await (await fetch(input, init)).text()).replace('A', 'C'))
const { length } = await new SeqkeepClient(url).sequence('${MD5}')
const spoilt = new SeqkeepClient(url, { fetch: get }).sequence('${MD5}')
postMessage([length, await spoilt.then(() => 'none', (error) => error.kind)])
`
