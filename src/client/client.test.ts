import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { SeqkeepClient, SeqkeepError } from './index.ts'

const RESIDUES = 'ACGTN'.repeat(40_000)
const MD5 = createHash('md5').update(RESIDUES).digest('hex')
const SHA512 = createHash('sha512').update(RESIDUES).digest().subarray(0, 24)
const ID = `SQ.${SHA512.toString('base64url')}`

let server: Server | undefined
afterEach(() => {
  server?.closeAllConnections()
  server?.close()
})

/** A client of a server that answers as it is told, and what was asked of that. */
async function clientOf(
  answer: (request: IncomingMessage, response: ServerResponse, count: number) => void,
  options = {},
) {
  const asked: IncomingMessage[] = []
  server = createServer((request, response) => answer(request, response, asked.push(request)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const url = `http://127.0.0.1:${port}/base/`
  return { client: new SeqkeepClient(url, { retryDelay: 1, ...options }), asked }
}

/** A server that does as it should. */
function proper(request: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(request.url!, 'http://host')
  if (pathname.endsWith('/metadata')) {
    const aliases = [{ alias: 'chr1', naming_authority: 'local' }]
    const metadata = { md5: MD5, ga4gh: ID, length: RESIDUES.length, aliases }
    response.end(JSON.stringify({ metadata }))
    return
  }
  const range = /bytes=(\d+)-/.exec(request.headers.range ?? '')
  const from = Number(range?.[1] ?? searchParams.get('start') ?? 0)
  const body = RESIDUES.slice(from, Number(searchParams.get('end') ?? RESIDUES.length))
  response.writeHead(range ? 206 : 200, {
    'Content-Length': body.length,
    'Accept-Ranges': searchParams.size > 0 ? 'none' : 'bytes',
    ETag: `"${ID}"`,
    ...(range && { 'Content-Range': `bytes ${from}-${RESIDUES.length - 1}/${RESIDUES.length}` }),
  })
  response.end(body)
}

/** Sends what a proper server would, up to `bytes`, and cuts the connection. */
function cut(request: IncomingMessage, response: ServerResponse, bytes: number): void {
  response.end = ((body: string) => {
    response.write(body.slice(0, bytes), () => response.destroy())
    return response
  }) as typeof response.end
  proper(request, response)
}

const errorOf = (promise: Promise<unknown>): Promise<SeqkeepError> =>
  promise.then(
    () => expect.fail('no error'),
    (error) => error,
  )

describe('A client', () => {
  it('gets and verifies a whole sequence by each of its digests', async () => {
    const { client } = await clientOf(proper, { cacheBytes: 0 })
    const trunc512 = SHA512.toString('hex')
    for (const id of [MD5, MD5.toUpperCase(), `md5:${MD5}`, ID, `ga4gh:${ID}`, trunc512]) {
      expect(await client.sequence(id)).toBe(RESIDUES)
    }
    expect(await client.sequence('local:chr1')).toBe(RESIDUES)
  })

  it('refuses other residues than the digest names, and other lengths', async () => {
    const wrong = RESIDUES.replace('N', 'A')
    const { client } = await clientOf((request, response) =>
      request.url!.endsWith('/metadata') ? proper(request, response) : response.end(wrong),
    )
    for (const id of [MD5, ID, 'local:chr1']) {
      expect((await errorOf(client.sequence(id))).kind).toBe('wrong content')
    }
    expect(await client.sequence(MD5, { verify: false })).toBe(wrong)
    const long = await errorOf(client.sequence(MD5, { start: 0, end: 10 }))
    expect([long.kind, long.message]).toEqual(['wrong content', expect.stringContaining('of 10')])
  })

  it('asks for parts as every server takes them, and keeps them', async () => {
    const { client, asked } = await clientOf(proper)
    for (let twice = 0; twice < 2; twice++) {
      expect(await client.sequence(MD5, { start: 3, end: 9 })).toBe(RESIDUES.slice(3, 9))
      expect(await client.sequence(MD5, { start: 199_990 })).toBe(RESIDUES.slice(199_990))
      expect(await client.sequence(MD5, { end: 7 })).toBe(RESIDUES.slice(0, 7))
      expect(await client.sequence(MD5, { start: 4, end: 4 })).toBe('')
    }
    expect(asked.map(({ url }) => url)).toEqual([
      `/base/sequence/${MD5}?start=3&end=9`,
      `/base/sequence/${MD5}?start=199990`,
      `/base/sequence/${MD5}?end=7`,
      `/base/sequence/${MD5}?start=4&end=4`,
    ])
    expect(asked[0]!.headers.accept).toBe('text/plain')
  })

  it('takes up a broken transfer where it broke', async () => {
    const { client, asked } = await clientOf((request, response, count) =>
      count < 4 ? cut(request, response, 60_000) : proper(request, response),
    )
    expect(await client.sequence(MD5)).toBe(RESIDUES)
    expect(asked[1]!.headers['if-range']).toBe(`"${ID}"`)
    expect(asked.slice(1).map(({ headers }) => headers.range)).toEqual(
      [60_000, 120_000, 180_000].map((n) => `bytes=${n}-`),
    )
    const parts = await clientOf((request, response, count) =>
      count === 1 ? cut(request, response, 10_000) : proper(request, response),
    )
    expect(await parts.client.sequence(MD5, { start: 5, end: 50_000 })).toBe(
      RESIDUES.slice(5, 50_000),
    )
    expect(parts.asked[1]!.url).toContain('?start=10005&end=50000')
  })

  it('reads over what it has where a server takes no Range', async () => {
    const { client } = await clientOf((request, response, count) => {
      request.headers.range = undefined
      if (count === 1) cut(request, response, 60_000)
      else proper(request, response)
    })
    expect(await client.sequence(ID)).toBe(RESIDUES)
  })

  it('gives up on a connection that breaks again and again, or says nothing', async () => {
    const broken = await clientOf((_, response) => response.destroy(), { retries: 2 })
    expect((await errorOf(broken.client.sequence(MD5))).kind).toBe('network')
    expect(broken.asked).toHaveLength(3)
    const silent = await clientOf(() => {}, { retries: 1, timeout: 50 })
    const error = await errorOf(silent.client.sequence(MD5))
    expect([error.kind, error.message]).toEqual(['network', expect.stringContaining('50 ms')])
  })

  it('asks again after answers that may pass, and waits as it is told', async () => {
    const { client, asked } = await clientOf((request, response, count) => {
      if (count > 3) return proper(request, response)
      const status = [503, 429, 500][count - 1]!
      response.writeHead(status, count === 1 ? { 'Retry-After': '1' } : {}).end('busy')
    })
    const started = performance.now()
    expect(await client.sequence(MD5)).toBe(RESIDUES)
    expect(asked).toHaveLength(4)
    expect(performance.now() - started).toBeGreaterThan(900)
  })

  it.each([
    [404, 'not found'],
    [300, 'ambiguous'],
    [416, 'bad request'],
    [400, 'bad request'],
    [406, 'unsupported'],
    [501, 'unsupported'],
    [500, 'server'],
  ])('makes an error of %i that a program can tell', async (status, kind) => {
    const { client } = await clientOf(
      (_, response) => {
        response.writeHead(status).end(JSON.stringify({ error: 'X', message: 'This is why.' }))
      },
      { retries: 1 },
    )
    const error = await errorOf(client.metadata('SQ.x'))
    expect(error).toBeInstanceOf(SeqkeepError)
    expect(error).toMatchObject({ kind, status, body: { error: 'X' } })
    expect(error.message).toContain('This is why.')
  })

  it('stops when it is told to: before, between and during', async () => {
    const { client } = await clientOf((_, response) => {
      response.writeHead(200, { 'Content-Length': 1_000_000 })
      response.write('A'.repeat(1000))
    })
    const controller = new AbortController()
    const pieces = client.stream(MD5, { signal: controller.signal })
    expect((await pieces.next()).value).toHaveLength(1000)
    setTimeout(() => controller.abort(), 20)
    await expect(pieces.next()).rejects.toMatchObject({ name: 'AbortError' })
    await expect(client.metadata(MD5, { signal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
    })
    const retrying = await clientOf((_, response) => response.writeHead(503).end(), {
      retryDelay: 60_000,
    })
    const signal = AbortSignal.timeout(30)
    await expect(retrying.client.metadata(MD5, { signal })).rejects.toMatchObject({
      name: 'TimeoutError',
    })
  })

  it('reads metadata of any version', async () => {
    const expected = { md5: MD5, id: ID, length: 5, aliases: [] }
    for (const metadata of [
      { id: MD5, md5: MD5, trunc512: 'x', length: 5, aliases: [], ga4gh: ID },
      { id: ID, md5: MD5, length: 5, aliases: [] },
      { md5: MD5, ga4gh: `ga4gh:${ID}`, length: 5 },
    ]) {
      const { client } = await clientOf((_, response) => response.end(JSON.stringify({ metadata })))
      expect(await client.metadata(MD5)).toEqual(expected)
    }
    const { client } = await clientOf((_, response) => response.end('{}'))
    expect((await errorOf(client.metadata(MD5))).kind).toBe('wrong content')
  })

  it('reads a batch line by line, in pieces of any size, and tells when it broke off', async () => {
    const lines = [
      { id: 'a', sequence: 'ACGT' },
      { id: 'é', error: { status: 404 } },
    ]
    const body = Buffer.from(lines.map((line) => `${JSON.stringify(line)}\n`).join(''))
    const { client } = await clientOf((_, response, count) => {
      for (const byte of count === 1 ? body : body.subarray(0, -3)) response.write(Buffer.of(byte))
      response.end()
    })
    const answers = async () => {
      const found = []
      for await (const each of client.sequences([{ id: 'a' }])) found.push(each)
      return found
    }
    expect(await answers()).toEqual(lines)
    expect((await errorOf(answers())).kind).toBe('network')
  })
})
