import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { gzipSync } from 'node:zlib'
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
    expect([long.kind, long.message]).toEqual(['wrong content', expect.stringContaining('than 10')])
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
      // Or nobody could tell that a server sends more than the end.
      `/base/sequence/${MD5}/metadata`,
      `/base/sequence/${MD5}?start=199990`,
      `/base/sequence/${MD5}?end=7`,
      `/base/sequence/${MD5}?start=4&end=4`,
    ])
    expect(asked[0]!.headers.accept).toBe('text/plain')
  })

  it('gives out what it keeps as copies, and nothing unverified as verified', async () => {
    const { client, asked } = await clientOf(proper)
    for (let twice = 0; twice < 2; twice++) {
      const bytes = await client.bytes(MD5)
      expect(Buffer.from(bytes).toString()).toBe(RESIDUES)
      bytes.fill(65)
      structuredClone(bytes, { transfer: [bytes.buffer] })
    }
    expect(asked).toHaveLength(1)
    const wrong = await clientOf((_, response) => response.end('ACGT'))
    expect(await wrong.client.sequence(MD5, { verify: false })).toBe('ACGT')
    expect((await errorOf(wrong.client.sequence(MD5))).kind).toBe('wrong content')
  })

  it('keeps no more than it may', async () => {
    const { client, asked } = await clientOf(proper, { cacheBytes: 50_000 })
    const part = (start: number, length: number) =>
      client.bytes(MD5, { start, end: start + length })
    for (const start of [0, 1, 2, 3, 4]) await part(start, 12_000)
    await part(0, 20_000)
    const before = asked.length
    for (const start of [4, 3, 2]) await part(start, 12_000)
    expect(asked).toHaveLength(before)
    await part(0, 12_000)
    expect(asked).toHaveLength(before + 1)
    for (let start = 0; start < 600; start++) await part(start, 0)
    await part(4, 12_000)
    expect(asked).toHaveLength(before + 602)
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

  it.each([
    ['starts elsewhere', { 'Content-Range': `bytes 59990-199999/200000` }, 59_990],
    ['starts behind what is missing', { 'Content-Range': `bytes 60001-199999/200000` }, 60_001],
    ['does not say where it starts', {}, 50_000],
  ])('makes no wrong residues of a 206 that %s', async (_, headers, from) => {
    const { client } = await clientOf((request, response, count) => {
      if (count === 1) return cut(request, response, 60_000)
      if (!request.headers.range) return proper(request, response)
      response.writeHead(206, headers)
      response.end(RESIDUES.slice(from))
    })
    const pieces = []
    for await (const piece of client.stream(MD5, { verify: false })) pieces.push(piece)
    expect(Buffer.concat(pieces).toString()).toBe(RESIDUES)
  })

  it('reads over what it has where a Range is refused after all', async () => {
    for (const status of [400, 416, 501]) {
      const { client } = await clientOf((request, response, count) => {
        if (count === 1) cut(request, response, 60_000)
        else if (request.headers.range) response.writeHead(status).end()
        else proper(request, response)
      })
      expect(await client.sequence(ID)).toBe(RESIDUES)
    }
  })

  it('does not join what changed between', async () => {
    const { client, asked } = await clientOf((request, response, count) => {
      if (request.url!.includes('metadata')) return proper(request, response)
      response.writeHead(200, {
        ETag: `"${count}"`,
        'Accept-Ranges': 'bytes',
        'Content-Length': 20,
      })
      if (count === 1) response.write('A'.repeat(9), () => response.destroy())
      else response.end('C'.repeat(20))
    })
    const error = await errorOf(client.sequence('local:chr1', { start: 5, end: 25 }))
    expect([error.kind, error.message]).toEqual([
      'wrong content',
      expect.stringContaining('changed'),
    ])
    // Neither a part with a Range, nor the rest of what a name may no longer mean.
    expect(asked.map(({ url, headers }) => [url, headers.range])).toEqual(
      Array(2).fill(['/base/sequence/local:chr1?start=5&end=25', undefined]),
    )
  })

  it('ends where a server breaks off at the same place each time', async () => {
    const { client, asked } = await clientOf(
      (request, response) => {
        request.headers.range = undefined
        cut(request, response, 60_000)
      },
      { retries: 3 },
    )
    const error = await errorOf(client.sequence(MD5))
    expect([error.kind, error.message]).toEqual(['network', expect.stringContaining('60000 bytes')])
    expect(asked).toHaveLength(4)
  })

  it('refuses the whole from a server that passes over start and end', async () => {
    const { client } = await clientOf((request, response) => {
      request.url = request.url!.replace(/\?.*/, '')
      proper(request, response)
    })
    for (const part of [{ start: 5 }, { start: 5, end: 10 }, { end: 10 }, { start: 50, end: 4 }]) {
      const error = await errorOf(client.sequence(MD5, part))
      expect([part, error.kind]).toEqual([part, 'wrong content'])
    }
  })

  it('does not ask again for what a server cuts short', async () => {
    const { client, asked } = await clientOf((_, response) => response.end('ACGT'))
    const error = await errorOf(client.sequence(MD5, { start: 0, end: 5 }))
    expect([error.kind, error.message]).toEqual([
      'wrong content',
      expect.stringContaining('4 bytes instead of 5'),
    ])
    expect(asked).toHaveLength(1)
  })

  it('reads compressed and chunked bodies, and takes them up', async () => {
    const { client, asked } = await clientOf((_, response, count) => {
      const packed = gzipSync(RESIDUES)
      response.writeHead(200, {
        'Content-Encoding': 'gzip',
        'Accept-Ranges': 'bytes',
        ...(count === 1 && { 'Content-Length': packed.length }),
        ETag: `"${count}"`,
      })
      if (count > 1) response.end(packed)
      else response.write(packed.subarray(0, packed.length / 2), () => response.destroy())
    })
    expect(await client.sequence(MD5)).toBe(RESIDUES)
    expect(asked.map(({ headers }) => headers.range)).toEqual([undefined, undefined])
    const chunked = await clientOf((_, response, count) => {
      response.write(RESIDUES.slice(0, 70_000), () => {
        if (count === 1) response.destroy()
        else response.end(RESIDUES.slice(70_000))
      })
    })
    expect(await chunked.client.sequence(MD5)).toBe(RESIDUES)
    const early = await clientOf((_, response) => response.end(RESIDUES.slice(0, 70_000)))
    expect((await errorOf(early.client.sequence(MD5))).kind).toBe('wrong content')
  })

  it('encodes identifiers, and refuses those that no URL can hold', async () => {
    const { client, asked } = await clientOf((_, response) => response.writeHead(404).end())
    for (const id of ['local:a/b?c#d e%', 'é', '...']) await errorOf(client.metadata(id))
    expect(asked.map(({ url }) => url)).toEqual(
      ['local:a%2Fb%3Fc%23d%20e%25', '%C3%A9', '...'].map((id) => `/base/sequence/${id}/metadata`),
    )
    for (const id of ['', '.', '..']) {
      expect((await errorOf(client.metadata(id))).kind).toBe('bad request')
      expect((await errorOf(client.sequence(id))).kind).toBe('bad request')
    }
    expect(asked).toHaveLength(3)
  })

  it('works where fetch gives no streams', async () => {
    const { client } = await clientOf(proper, {
      fetch: async (...request: Parameters<typeof fetch>) => {
        const { status, ok, headers, url, ...answer } = await fetch(...request).then((it) => ({
          ...{ status: it.status, ok: it.ok, headers: it.headers, url: it.url },
          bytes: it.arrayBuffer(),
        }))
        return { status, ok, headers, url, arrayBuffer: () => answer.bytes } as unknown as Response
      },
    })
    expect(await client.sequence(MD5)).toBe(RESIDUES)
    expect((await client.metadata(MD5)).length).toBe(RESIDUES.length)
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

  it('gives up where it is told to wait for long, and reads dates', async () => {
    const tomorrow = new Date(Date.now() + 86_400_000).toUTCString()
    for (const after of ['1000000', tomorrow]) {
      const { client, asked } = await clientOf((_, response) =>
        response.writeHead(503, { 'Retry-After': after }).end(),
      )
      expect((await errorOf(client.metadata(MD5))).status).toBe(503)
      expect(asked).toHaveLength(1)
    }
    for (const after of ['0', '-5', 'soon', 'Thu, 01 Jan 1970 00:00:00 GMT']) {
      const { client } = await clientOf((request, response, count) =>
        count > 1
          ? proper(request, response)
          : response.writeHead(503, { 'Retry-After': after }).end(),
      )
      expect((await client.metadata(MD5)).md5).toBe(MD5)
    }
  })

  it('asks again for JSON that broke off, and says so where it is none', async () => {
    const { client, asked } = await clientOf((request, response, count) =>
      count < 3 ? cut(request, response, 20) : proper(request, response),
    )
    expect((await client.metadata(MD5)).md5).toBe(MD5)
    expect(asked).toHaveLength(3)
    const page = await clientOf((_, response) => response.end('<html>'))
    expect((await errorOf(page.client.metadata(MD5))).kind).toBe('wrong content')
  })

  it('reads no endless error', async () => {
    const { client } = await clientOf((_, response) => {
      response.writeHead(404)
      const more = () => response.destroyed || response.write('x'.repeat(100_000), more)
      more()
    })
    const error = await errorOf(client.metadata(MD5))
    expect([error.kind, error.message.length < 400]).toEqual(['not found', true])
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

  it('stops even when all has arrived, and what it keeps is asked for', async () => {
    const { client } = await clientOf(proper)
    const controller = new AbortController()
    const { signal } = controller
    await client.sequence(MD5, { signal })
    const pieces = client.stream(MD5, { signal })
    await pieces.next()
    await new Promise((resolve) => setTimeout(resolve, 50))
    controller.abort(Error('enough'))
    await expect(pieces.next()).rejects.toThrow('enough')
    await expect(client.sequence(MD5, { signal })).rejects.toThrow('enough')
  })

  it('leaves nothing behind at a signal, whatever became of the call', async () => {
    const { signal } = new AbortController()
    const listeners = new Set<unknown>()
    const { addEventListener, removeEventListener } = EventTarget.prototype
    signal.addEventListener = (...args: Parameters<typeof addEventListener>) => {
      listeners.add(args[1])
      addEventListener.apply(signal, args)
    }
    signal.removeEventListener = (...args: Parameters<typeof removeEventListener>) => {
      listeners.delete(args[1])
      removeEventListener.apply(signal, args)
    }
    const broken = await clientOf((request, response, count) =>
      count % 3 === 0 ? proper(request, response) : cut(request, response, count % 2 ? 0 : 60_000),
    )
    await broken.client.sequence(MD5, { signal })
    await broken.client.metadata(MD5, { signal })
    for await (const _ of broken.client.stream(MD5, { signal, verify: false })) break
    const failing = await clientOf((_, response) => response.writeHead(503).end())
    await errorOf(failing.client.metadata(MD5, { signal }))
    expect(listeners.size).toBe(0)
  })

  it('waits for who reads as long as that takes, and only then for the server', async () => {
    const { client, asked } = await clientOf(proper, { timeout: 50 })
    let length = 0
    for await (const piece of client.stream(MD5)) {
      length += piece.length
      if (length < 200_000) await new Promise((resolve) => setTimeout(resolve, 80))
    }
    expect([length, asked.length]).toEqual([RESIDUES.length, 1])
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
