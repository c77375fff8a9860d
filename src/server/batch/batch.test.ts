import { once } from 'node:events'
import { request } from 'node:http'
import { connect } from 'node:net'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { collectionOf } from '../../collection/files/testing/spelled.ts'
import { MemoryCollections } from '../../collection/testing/memory-collections.ts'
import { sha512t24u } from '../../digest/sha512t24u.ts'
import { createApp } from '../app.ts'
import { type Ask, listen, raw } from '../testing/client.ts'
import { MemoryStore } from '../testing/memory-store.ts'

const CHR1 = 'ACGTNacgtn'.repeat(2000)
const CHR2 = 'GGGGCCCCAAAATTTT'
const files = [
  [
    { name: 'chr1', residues: CHR1 },
    { name: 'chr2', residues: CHR2 },
    { name: 'twice', residues: CHR2 },
    { name: 'twice', residues: 'AAAA' },
  ],
]
const alias = (name: string) => ({ authority: 'test', alias: name })
const store = new MemoryStore([
  { residues: CHR1.toUpperCase(), aliases: [alias('one'), alias('both')] },
  { residues: CHR2, aliases: [alias('two'), alias('both')], circular: true },
  { residues: 'AAAA' },
  { residues: 'MKLV', aliases: [alias('protein')] },
])
const collections = new MemoryCollections([
  collectionOf(files, [
    [
      { authority: 'test', alias: 'asm' },
      { authority: 'test', alias: 'shared' },
    ],
  ]),
  collectionOf([[{ name: 'x', residues: 'AAAA' }]], [[{ authority: 'other', alias: 'shared' }]]),
])
const logger = pino({ level: 'silent' })
const app = createApp({ store, collections, version: '1', basePaths: ['/a/b'], logger })
let ask: Ask
let port: number
beforeAll(async () => {
  ;({ ask, port } = await listen(app))
})
afterAll(() => app.close())

const JSON_TYPE = { 'content-type': 'application/json' }
const BED_TYPE = { 'content-type': 'text/x-bed' }
const post = (url: string, body: unknown, headers: Record<string, string> = JSON_TYPE) =>
  ask(url, {
    ...{ method: 'POST', headers },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  })
const lines = (body: string) =>
  body
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line))

describe.each(['', '/a/b'])('POST %s/sequences', (prefix) => {
  it('answers each region in its place, in JSON lines', async () => {
    const { status, headers, body } = await post(`${prefix}/sequences`, [
      { id: 'test:one', start: 0, end: 3 },
      { id: 'nobody', start: 1, end: 2 },
      { id: 'two', start: 14, end: 2, strand: '-', name: 'around' },
      { id: 'both' },
      { id: 'one', start: 0, end: 20_001 },
      { id: 'protein', strand: '-' },
      { id: 'two' },
      { id: 'two', start: -1 },
      { id: 'test:one', start: 0, end: 3, strand: null },
      7,
      'protein',
    ])
    expect([status, headers['content-type']]).toEqual([200, 'application/x-ndjson; charset=utf-8'])
    expect(headers['content-length']).toBe(`${Buffer.byteLength(body)}`)
    expect(headers['cache-control']).toBe('no-store')
    expect(headers['access-control-allow-origin']).toBe('*')
    const error = (status: number, code: string) => ({
      error: expect.objectContaining({ status, code }),
    })
    expect(lines(body)).toEqual([
      { id: 'test:one', start: 0, end: 3, strand: '+', sequence: 'ACG' },
      { id: 'nobody', start: 1, end: 2, strand: '+', ...error(404, 'SEQUENCE_NOT_FOUND') },
      { id: 'two', start: 14, end: 2, strand: '-', name: 'around', sequence: 'CCAA' },
      { id: 'both', strand: '+', ...error(300, 'SEVERAL_SEQUENCES') },
      { id: 'one', start: 0, end: 20_001, strand: '+', ...error(416, 'OUT_OF_BOUNDS') },
      { id: 'protein', strand: '-', ...error(422, 'NO_COMPLEMENT') },
      { id: 'two', start: 0, end: 16, strand: '+', sequence: CHR2 },
      { id: 'two', strand: '+', ...error(400, 'BAD_REGION') },
      { id: 'test:one', start: 0, end: 3, strand: '+', sequence: 'ACG' },
      { id: '', strand: '+', ...error(400, 'BAD_REGION') },
      { id: 'protein', start: 0, end: 4, strand: '+', sequence: 'MKLV' },
    ])
  })

  it('answers BED of a collection in FASTA, in the case of its file', async () => {
    const bed =
      '\ufeff# comment\ntrack name="x"\nbrowser position\nchr1\t2\t8\r\nchr2\t0\t1\tn\t0\t-\n\nchr2 0 2\nchr9\t0\t1\nchr1\t5\ntwice\t0\t1'
    for (const id of ['test:asm', 'asm', sha512t24u(collections.records[0]!.digest)]) {
      const { body, headers } = await post(`${prefix}/sequences?collection=${id}`, bed, BED_TYPE)
      expect(headers['content-type']).toBe('text/x-fasta; charset=utf-8')
      expect(body.replace(/(error=\S+) .*/g, '$1')).toBe(
        '>chr1:3-8\nGTNacg\n>chr2:1-1/rc\nC\n>chr2:1-2\nGG\n>chr9:1-1 error=SEQUENCE_NOT_FOUND\n>chr1 error=BAD_REGION\n>twice:1-1 error=SEVERAL_SEQUENCES\n',
      )
      expect(body).toContain('Line 9: there are 2 columns')
    }
    const upper = await post(`${prefix}/sequences?collection=asm&mask=none`, 'chr1\t2\t8', BED_TYPE)
    expect(upper.body).toBe('>chr1:3-8\nGTNACG\n')
  })
})

describe('POST /sequences', () => {
  it('takes an object, JSON lines, and BED by other names', async () => {
    const region = { id: 'two', start: 0, end: 2 }
    const expected = '{"id":"two","start":0,"end":2,"strand":"+","sequence":"GG"}\n'
    expect((await post('/sequences', { regions: [region, region] })).body).toBe(expected.repeat(2))
    for (const type of ['application/x-ndjson', 'application/jsonl; charset=utf-8']) {
      const text = `${JSON.stringify(region)}\n\n${JSON.stringify(region)}`
      const { body } = await post('/sequences', text, { 'content-type': type })
      expect(body).toBe(expected.repeat(2))
    }
    for (const type of ['text/plain', 'text/tab-separated-values', 'TEXT/X-BED;charset=UTF-8']) {
      const { body } = await post('/sequences', 'two\t0\t2\n', { 'content-type': type })
      expect(body).toBe('>two:1-2\nGG\n')
    }
  })

  it('answers as the client wants it', async () => {
    const types = async (accept: string | undefined, url = '/sequences', headers = JSON_TYPE) => {
      const body = headers === JSON_TYPE ? '["two"]' : 'two\t0\t2'
      const answer = await post(url, body, { ...headers, ...(accept !== undefined && { accept }) })
      return answer.headers['content-type']!.split(';')[0]
    }
    expect(await types(undefined)).toBe('application/x-ndjson')
    expect(await types('*/*')).toBe('application/x-ndjson')
    expect(await types('*/*', '/sequences', BED_TYPE)).toBe('text/x-fasta')
    expect(await types('text/x-fasta')).toBe('text/x-fasta')
    expect(await types('text/plain')).toBe('text/plain')
    expect(await types('text/tab-separated-values, */*;q=0.5')).toBe('text/tab-separated-values')
    expect(await types('application/jsonl', '/sequences', BED_TYPE)).toBe('application/jsonl')
    expect(await types('*/*', '/sequences?accept=text/x-fasta')).toBe('text/x-fasta')
    const refused = await post('/sequences', [], { ...JSON_TYPE, accept: 'image/png' })
    expect([refused.status, JSON.parse(refused.body).supported]).toEqual([
      406,
      expect.arrayContaining(['text/x-fasta', 'application/x-ndjson']),
    ])
  })

  it('answers nothing for nothing', async () => {
    for (const [body, headers] of [
      ['[]', JSON_TYPE],
      [' { "regions" : [ ] } ', JSON_TYPE],
      ['', BED_TYPE],
      ['# nothing\n', BED_TYPE],
    ] as const) {
      const answer = await post('/sequences', body, headers)
      expect([answer.status, answer.body, answer.headers['content-length']]).toEqual([200, '', '0'])
    }
  })

  it.each([
    ['', 'There is no JSON'],
    ['{"id": "two"}', 'This is no array'],
    ['"two"', 'This is no array'],
    ['{"regions": {}}', 'This is no array'],
    ['["two"', 'ends too early, at byte 6'],
    ['["two', 'within the string that begins at byte 1'],
    ['["two", {"id": [1}', 'within the value that begins at byte 8'],
    ['["two" "two"]', '0x22'],
    ['["two",]', '"]" at byte 7'],
    ['["two"]]', '"]" at byte 7'],
    ['["two", {"id" "two"}]', 'from byte 8 to 20 is not JSON'],
    ['["two", nope]', 'from byte 8 to 12 is not JSON'],
    ['{"regions": ["two"]', 'ends too early'],
    ['{"regions": ["two"], "x": 1}', '"," at byte 19'],
  ])('answers 400 to %s and says where', async (text, message) => {
    const { status, body } = await post('/sequences', text)
    expect([status, JSON.parse(body).error]).toEqual([400, 'BAD_BATCH'])
    expect(JSON.parse(body).message.replace('"""', '0x22')).toContain(message)
  })

  it('answers 400 to a line that is no JSON, before anything is sent', async () => {
    const text = `${'"two"\n'.repeat(100_000)}"two\n`
    const { status, body } = await post('/sequences', text, {
      'content-type': 'application/jsonl',
    })
    expect([status, JSON.parse(body).message]).toEqual([
      400,
      expect.stringContaining('Line 100001 '),
    ])
  })

  it('refuses other types, encodings and methods', async () => {
    for (const headers of [
      {},
      { 'content-type': 'application/x-www-form-urlencoded' },
      { ...BED_TYPE, 'content-encoding': 'gzip' },
    ]) {
      const { status, body } = await post('/sequences', 'x', headers as Record<string, string>)
      expect([status, JSON.parse(body).error]).toEqual([415, 'BATCH_TYPE'])
    }
    for (const method of ['GET', 'HEAD', 'PUT', 'DELETE']) {
      for (const url of ['/sequences', '/metadata']) {
        const { status, headers } = await ask(url, { method })
        expect([status, headers.allow]).toEqual([405, 'OPTIONS, POST'])
      }
    }
    const preflight = await ask('/sequences', { method: 'OPTIONS' })
    expect([preflight.status, preflight.headers['access-control-allow-methods']]).toEqual([
      204,
      'OPTIONS, POST',
    ])
  })

  it('refuses too much before it is sent, and while it comes', async () => {
    const head = 'POST /sequences HTTP/1.1\r\nHost: x\r\nContent-Type: text/x-bed\r\n'
    const declared = await raw(
      port,
      `${head}Content-Length: ${2 ** 40}\r\nConnection: close\r\n\r\n`,
    )
    expect(declared).toMatch(/^HTTP\/1\.1 413 /)
    expect(declared).toContain('67108864 bytes')
    const many = await post('/sequences', 'two\t0\t1\n'.repeat(1_000_001), BED_TYPE)
    expect([many.status, JSON.parse(many.body).message]).toEqual([
      413,
      expect.stringContaining('1000000 entries'),
    ])
    const outgoing = request({ port, method: 'POST', path: '/sequences', headers: BED_TYPE })
    outgoing.on('error', () => {})
    const answered = once(outgoing, 'response')
    for (let sent = 0; sent <= 65; sent++) outgoing.write(Buffer.alloc(1 << 20, 'x'))
    outgoing.end()
    const [incoming] = await answered
    incoming.resume()
    expect(incoming.statusCode).toBe(413)
  }, 30_000)

  it('answers as many as it takes', async () => {
    const { body } = await post(
      '/sequences?collection=asm',
      'chr1\t1\t9\tx\t0\t+\nchr2\t0\t4\tx\t0\t-\n'.repeat(500_000),
      BED_TYPE,
    )
    expect(body === '>chr1:2-9\nCGTNacgt\n>chr2:1-4/rc\nCCCC\n'.repeat(500_000)).toBe(true)
  }, 30_000)

  it('counts lines whatever ends them', async () => {
    for (const end of ['\n', '\r\n']) {
      const bed = `${`two\t0\t1${end}`.repeat(20_000)}two\t0${end}two\t3${end}`
      const { body } = await post('/sequences', bed, BED_TYPE)
      expect(body.match(/Line \d+/g)).toEqual(['Line 20001', 'Line 20002'])
      expect(body.match(/^>two:1-1\nG$/gm)).toHaveLength(20_000)
    }
  })

  it('waits for a client that expects 100-continue', async () => {
    const answer = raw(
      port,
      `POST /sequences HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 7\r\nExpect: 100-continue\r\nConnection: close\r\n\r\n["two"]`,
    )
    expect(await answer).toMatch(/^HTTP\/1\.1 100 Continue\r\n\r\nHTTP\/1\.1 200 OK\r\n/)
  })

  it('says which collection is not there, or which are meant', async () => {
    const several = await post('/sequences?collection=shared', 'x\t0\t1', BED_TYPE)
    expect([several.status, JSON.parse(several.body).collections.length]).toEqual([300, 2])
    for (const [query, code] of [
      ['collection=nobody', 'COLLECTION_NOT_FOUND'],
      ['collection=', 'COLLECTION_NOT_FOUND'],
      ['collection=asm&mask=x', 'MASK_NOT_FOUND'],
    ]) {
      const { status, body } = await post(`/sequences?${query}`, 'x\t0\t1', BED_TYPE)
      expect([status, JSON.parse(body).error]).toEqual([404, code])
    }
  })

  it('holds parts to the limit of the server, and whole sequences not', async () => {
    const limited = createApp({ store, version: '1', subsequenceLimit: 10, logger })
    const { ask: askLimited } = await listen(limited)
    const { body } = await askLimited('/sequences', {
      ...{ method: 'POST', headers: JSON_TYPE },
      body: '[{"id":"two","start":0,"end":11},{"id":"two","start":0,"end":10},{"id":"two"}]',
    })
    expect(lines(body).map(({ error, sequence }) => error?.code ?? sequence.length)).toEqual([
      ...['OVER_LIMIT', 10, 16],
    ])
    await limited.close()
  })
})

describe('a batch that breaks off', () => {
  const faulty = new MemoryStore([
    { residues: 'ACGT'.repeat(100_000), aliases: [{ authority: 'a', alias: 'long' }] },
    { residues: 'GGGG', aliases: [{ authority: 'a', alias: 'bad' }] },
  ])
  const faultyApp = createApp({ store: faulty, version: '1', logger })
  let faultyPort: number
  let askFaulty: Ask
  beforeAll(async () => {
    ;({ port: faultyPort, ask: askFaulty } = await listen(faultyApp))
  })
  afterAll(() => faultyApp.close())

  it('is a 500 before anything is sent, and a cut connection after', async () => {
    faulty.onRead = (_, end0) => {
      if (end0 === 4) throw new Error('damaged')
    }
    const options = { method: 'POST', headers: JSON_TYPE }
    const early = await askFaulty('/sequences', { ...options, body: '["bad"]' })
    expect([early.status, JSON.parse(early.body).error]).toEqual([500, 'STORAGE_FAULT'])
    const late = askFaulty('/sequences', { ...options, body: '["long","long","bad"]' })
    await expect(late).rejects.toThrow()
    faulty.onRead = () => {}
    const again = await askFaulty('/sequences', { ...options, body: '["bad"]' })
    expect(again.status).toBe(200)
  })

  it('stops when the client has left', async () => {
    const body = JSON.stringify(new Array(2000).fill('long'))
    const socket = connect(faultyPort, '127.0.0.1')
    socket.write(
      `POST /sequences HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
    await once(socket, 'data')
    socket.destroy()
    await new Promise((resolve) => setTimeout(resolve, 100))
    const { reads } = faulty
    await new Promise((resolve) => setTimeout(resolve, 200))
    expect(faulty.reads).toBe(reads)
  })

  it('reads no faster than the client does', async () => {
    const before = faulty.reads
    const body = JSON.stringify(new Array(2000).fill('long'))
    const socket = connect(faultyPort, '127.0.0.1')
    socket.write(
      `POST /sequences HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
    )
    socket.pause()
    await new Promise((resolve) => setTimeout(resolve, 500))
    const { reads } = faulty
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(faulty.reads).toBe(reads)
    // Of 14,000: what the buffers of both sockets take.
    expect(reads - before).toBeLessThan(1000)
    socket.destroy()
  })

  it('leaves the event loop to others', async () => {
    const body = JSON.stringify(new Array(300).fill('long'))
    const running = askFaulty('/sequences', { method: 'POST', headers: JSON_TYPE, body })
    let pings = 0
    let done = false
    running.finally(() => {
      done = true
    })
    while (!done) {
      await askFaulty('/healthz')
      pings++
    }
    expect((await running).body.length).toBeGreaterThan(300 * 400_000)
    expect(pings).toBeGreaterThan(5)
  }, 30_000)
})

describe('POST /metadata', () => {
  it('answers each identifier in its place', async () => {
    for (const body of [['test:two', 'nobody', 'both'], { ids: ['test:two', 'nobody', 'both'] }]) {
      const answer = await post('/metadata', body)
      expect([answer.status, answer.headers['content-type']]).toEqual([
        200,
        'application/x-ndjson; charset=utf-8',
      ])
      const [two, nobody, both] = lines(answer.body)
      const { metadata } = JSON.parse((await ask('/sequence/test:two/metadata')).body)
      expect(two).toEqual({ id: 'test:two', metadata })
      expect([nobody.id, nobody.error.code]).toEqual(['nobody', 'SEQUENCE_NOT_FOUND'])
      expect([both.id, both.error.status]).toEqual(['both', 300])
    }
  })

  it('takes an identifier a line, and answers in columns', async () => {
    const headers = { 'content-type': 'text/plain', accept: 'text/tab-separated-values' }
    const { body } = await post('/metadata', 'two\r\nnobody\n\n', headers)
    const [head, two, nobody, end] = body.split('\n').map((line) => line.split('\t'))
    expect(head).toEqual(['id', 'ga4gh', 'md5', 'length', 'aliases', 'error'])
    expect(two).toEqual([
      'two',
      expect.stringMatching(/^ga4gh:SQ\.\S{32}$/),
      expect.stringMatching(/^[0-9a-f]{32}$/),
      '16',
      'test:two test:both',
      '',
    ])
    expect([nobody!.length, nobody![5]]).toEqual([6, expect.stringContaining('404 ')])
    expect(end).toEqual([''])
  })

  it('knows the members of a collection by name', async () => {
    const { body } = await post('/metadata?collection=asm', ['chr2', 'two'])
    const [chr2, two] = lines(body)
    expect([chr2.metadata.length, two.error.code]).toEqual([16, 'SEQUENCE_NOT_FOUND'])
  })

  it('answers very many', async () => {
    const { body } = await post('/metadata', new Array(20_000).fill('two'))
    expect(lines(body)).toHaveLength(20_000)
  }, 30_000)
})
