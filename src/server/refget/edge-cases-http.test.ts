import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { type Ask, listen } from '../testing/client.ts'
import { MemoryStore } from '../testing/memory-store.ts'

const store = new MemoryStore([{ residues: 'ACGTACGTAC', aliases: [] }])
const [record] = await store.sample(1)
const URL = `/sequence/${Buffer.from(record!.md5).toString('hex')}`
const ETAG = (() => {
  const body = Buffer.from(record!.digest).toString('base64url')
  return `"SQ.${body}"`
})()

const app = createApp({ store, version: '0.0.0' })
let ask: Ask
beforeAll(async () => {
  ask = (await listen(app)).ask
})
afterAll(() => app.close())

const ROUTES = [URL, `${URL}/metadata`, '/sequence/service-info', '/ping', '/', '/docs']
ROUTES.push('/openapi.json', '/healthz', '/readyz')

const PLAIN = (version: string) => `text/vnd.ga4gh.refget.v${version}+plain`
const JSON_TYPE = (version: string) => `application/vnd.ga4gh.refget.v${version}+json`

async function typeFor(url: string, accept: string): Promise<string | number> {
  const answer = await ask(url, { headers: { accept } })
  return answer.status === 200 ? answer.headers['content-type']! : answer.status
}

describe('methods', () => {
  it('row 27: HEAD has the headers of GET and no body', async () => {
    const urls = [...ROUTES, `${URL}?start=2&end=5`, `${URL}?start=99`, '/sequence/x', '/nowhere']
    for (const url of urls) {
      const [get, head] = [await ask(url), await ask(url, { method: 'HEAD' })]
      const { date: _, ...expected } = get.headers
      expect([url, head.status, head.body]).toEqual([url, get.status, ''])
      expect(head.headers).toMatchObject(expected)
      expect(head.headers['content-length']).toBe(`${Buffer.byteLength(get.body)}`)
    }
  })

  it('row 27: HEAD ignores Range, even beside start or malformed', async () => {
    for (const range of ['bytes=0-1', 'bytes=99-', 'nonsense']) {
      for (const url of [URL, `${URL}?start=0`]) {
        const head = await ask(url, { method: 'HEAD', headers: { range } })
        expect([head.status, head.headers['content-length']]).toEqual([200, '10'])
        expect(head.headers['content-range']).toBeUndefined()
      }
    }
  })

  it('row 28: OPTIONS is 204 with what is allowed, preflight or not', async () => {
    const preflight = { origin: 'http://a.example', 'access-control-request-method': 'GET' }
    for (const url of ROUTES) {
      for (const headers of [{}, preflight]) {
        const answer = await ask(url, { method: 'OPTIONS', headers })
        expect([url, answer.status, answer.body]).toEqual([url, 204, ''])
        expect(answer.headers).toMatchObject({
          allow: 'GET, HEAD, OPTIONS',
          'access-control-allow-origin': '*',
          'access-control-allow-methods': 'GET, HEAD, OPTIONS',
        })
        expect(answer.headers['access-control-allow-headers']).toContain('Range')
      }
    }
    expect((await ask('/nowhere', { method: 'OPTIONS' })).status).toBe(404)
  })

  it('row 28: other methods are 405, whatever body they bring', async () => {
    const methods = ['POST', 'PUT', 'DELETE', 'PATCH', 'PROPFIND', 'TRACE', 'MKCOL', 'SEARCH']
    for (const method of methods) {
      for (const url of [URL, `${URL}/`, '//sequence/service-info?x=/', '/sequence/x/metadata']) {
        const answer = await ask(url, { method })
        expect([method, url, answer.status]).toEqual([method, url, 405])
        expect(answer.headers.allow).toBe('GET, HEAD, OPTIONS')
        expect(answer.headers['content-length']).toBe(`${answer.body.length}`)
      }
      expect((await ask('/nowhere', { method })).status).toBe(404)
    }
    for (const type of ['garbage', 'application/json', 'text/plain', '']) {
      const headers = { 'content-type': type }
      const answer = await ask(URL, { method: 'POST', headers, body: '{'.repeat(100_000) })
      expect([type, answer.status]).toEqual([type, 405])
    }
  })

  it('a body on GET is passed over', async () => {
    const headers = { 'content-type': 'application/json' }
    expect((await ask(URL, { headers, body: '{"not json' })).body).toBe('ACGTACGTAC')
  })

  it('answers every route to any origin, errors too, with the headers of a range exposed', async () => {
    for (const url of [...ROUTES, '/nowhere', '/sequence/x', '/sequence/%FF', `${URL}?start=x`]) {
      const { headers } = await ask(url, { headers: { origin: 'http://a.example' } })
      expect(headers['access-control-allow-origin']).toBe('*')
      for (const name of ['Content-Length', 'Content-Range', 'Accept-Ranges', 'ETag']) {
        expect(headers['access-control-expose-headers']).toContain(name)
      }
    }
  })

  it('sends a length always, and neither chunks nor an encoding', async () => {
    for (const url of [...ROUTES, '/nowhere', '/sequence/x', `${URL}?start=x`]) {
      const { headers, body } = await ask(url, { headers: { 'accept-encoding': 'gzip' } })
      expect(headers['content-length']).toBe(`${Buffer.byteLength(body)}`)
      expect(headers['transfer-encoding']).toBeUndefined()
      expect(headers['content-encoding']).toBeUndefined()
      expect(headers.vary).toBe('Accept')
    }
  })
})

describe('negotiation', () => {
  it('row 29: a browser gets text that it shows', async () => {
    const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
    expect(await typeFor(URL, browser)).toBe('text/plain; charset=us-ascii')
    expect(await typeFor(`${URL}/metadata`, browser)).toBe(JSON_TYPE('2.0.0'))
  })

  it('row 30: a refused type leaves the others', async () => {
    expect(await typeFor(URL, 'text/plain;q=0, */*')).toBe(`${PLAIN('2.0.0')}; charset=us-ascii`)
    expect(await typeFor(URL, '*/*;q=0')).toBe(406)
    expect(await typeFor(URL, `${PLAIN('2.0.0')};q=0, */*`)).toBe(
      `${PLAIN('1.0.1')}; charset=us-ascii`,
    )
  })

  it('row 31: a type of another resource is 406, with the list of those that can be sent', async () => {
    expect(await typeFor(URL, 'application/json')).toBe(406)
    expect(await typeFor(`${URL}/metadata`, 'text/plain')).toBe(406)
    expect(await typeFor('/sequence/service-info', 'text/plain')).toBe(406)
    expect(await typeFor(URL, 'embl/some_json')).toBe(406)
    const { body, headers } = await ask(URL, { headers: { accept: 'a/b' } })
    expect(JSON.parse(body).supported).toContain('text/plain')
    expect(headers['content-type']).toBe('application/json; charset=utf-8')
  })

  it('row 32: the highest quality chooses the version, then the highest version', async () => {
    const both = `${JSON_TYPE('1.0.0')};q=0.9, ${JSON_TYPE('2.0.0')};q=0.1`
    expect(await typeFor(`${URL}/metadata`, both)).toBe(JSON_TYPE('1.0.0'))
    const info = await ask('/sequence/service-info', { headers: { accept: both } })
    expect(Object.keys(JSON.parse(info.body))).toEqual(['service'])
    const equal = `${JSON_TYPE('1.0.0')},${JSON_TYPE('2.0.0')}`
    expect(await typeFor(`${URL}/metadata`, equal)).toBe(JSON_TYPE('2.0.0'))
    expect(await typeFor(URL, `text/plain, ${PLAIN('1.0.0')}`)).toContain('v1.0.0')
  })

  it('row 33: parameters of a type do not matter', async () => {
    const accept = `${PLAIN('1.0.1')}; charset=US-ASCII`
    expect(await typeFor(URL, accept)).toBe(`${PLAIN('1.0.1')}; charset=us-ascii`)
    expect(await typeFor(URL, accept.toUpperCase())).toBe(`${PLAIN('1.0.1')}; charset=us-ascii`)
  })

  it('row 34: an unknown version is 406, unless something else will do', async () => {
    expect(await typeFor(`${URL}/metadata`, JSON_TYPE('3.0.0'))).toBe(406)
    const lenient = `${JSON_TYPE('3.0.0')}, */*;q=0.1`
    expect(await typeFor(`${URL}/metadata`, lenient)).toBe(JSON_TYPE('2.0.0'))
  })

  it('row 35: the accept parameter takes the place of the header', async () => {
    const headers = { accept: 'a/b' }
    const type = async (query: string) => {
      const answer = await ask(`${URL}?${query}`, { headers })
      return answer.status === 200 ? answer.headers['content-type'] : answer.status
    }
    expect(await type('accept=text/plain')).toBe('text/plain; charset=us-ascii')
    expect(await type(`accept=${PLAIN('1.0.1')}`)).toBe(`${PLAIN('1.0.1')}; charset=us-ascii`)
    const encoded = encodeURIComponent(PLAIN('1.0.1'))
    expect(await type(`accept=${encoded}`)).toBe(`${PLAIN('1.0.1')}; charset=us-ascii`)
    expect(await type('accept=')).toBe(406)
    expect((await ask(`${URL}?accept=a/b`)).status).toBe(406)
    expect((await ask(`${URL}/metadata?accept=${JSON_TYPE('1.0.0')}`)).status).toBe(200)
  })

  it('row 36: an empty or absent Accept is anything', async () => {
    expect(await typeFor(URL, '')).toBe(`${PLAIN('2.0.0')}; charset=us-ascii`)
    expect((await ask(URL)).headers['content-type']).toBe(`${PLAIN('2.0.0')}; charset=us-ascii`)
  })

  it("reads the plain/text of Ensembl's document", async () => {
    expect(await typeFor(URL, 'plain/text')).toBe('text/plain; charset=us-ascii')
    expect((await ask(`${URL}?accept=plain/text`)).status).toBe(200)
  })

  it('checks 405, 404, 406, 400, 416 in this order', async () => {
    const wrong = { accept: 'a/b', range: 'nonsense' }
    const status = async (method: string, url: string, headers: Record<string, string>) =>
      (await ask(url, { method, headers })).status
    expect(await status('POST', '/sequence/x?start=x', wrong)).toBe(405)
    expect(await status('GET', '/sequence/x?start=x', wrong)).toBe(404)
    expect(await status('GET', `${URL}?start=x`, wrong)).toBe(406)
    expect(await status('GET', `${URL}?start=x`, { range: 'nonsense' })).toBe(400)
    expect(await status('GET', `${URL}?start=x&end=999`, {})).toBe(400)
    expect(await status('GET', `${URL}?start=5&end=999`, { 'if-none-match': '*' })).toBe(416)
  })
})

describe('conditions', () => {
  it('row 37: If-None-Match with the entity tag is 304', async () => {
    const first = await ask(URL)
    expect(first.headers.etag).toBe(ETAG)
    for (const tag of [ETAG, `W/${ETAG}`, '*', `"x", ${ETAG}`]) {
      const answer = await ask(URL, { headers: { 'if-none-match': tag } })
      expect([answer.status, answer.body]).toEqual([304, ''])
      expect(answer.headers).toMatchObject({
        etag: ETAG,
        'cache-control': first.headers['cache-control'],
        vary: 'Accept',
      })
    }
    expect((await ask(URL, { headers: { 'if-none-match': '"x"' } })).status).toBe(200)
  })

  it('row 37: comes before Range', async () => {
    for (const range of ['bytes=0-1', 'bytes=99-']) {
      const answer = await ask(URL, { headers: { range, 'if-none-match': ETAG } })
      expect(answer.status).toBe(304)
    }
  })

  it('row 37: If-Range lets a Range count for its entity tag alone', async () => {
    const range = 'bytes=2-4'
    const same = await ask(URL, { headers: { range, 'if-range': ETAG } })
    expect([same.status, same.body]).toEqual([206, 'GTA'])
    for (const other of ['"x"', `W/${ETAG}`, 'Wed, 21 Oct 2015 07:28:00 GMT']) {
      const answer = await ask(URL, { headers: { range, 'if-range': other } })
      expect([answer.status, answer.body]).toEqual([200, 'ACGTACGTAC'])
      expect(answer.headers['content-range']).toBeUndefined()
    }
  })

  it('If-Match with another entity tag is 412', async () => {
    expect((await ask(URL, { headers: { 'if-match': '"x"' } })).status).toBe(412)
    expect((await ask(URL, { headers: { 'if-match': ETAG } })).status).toBe(200)
  })

  it('gives each part an entity tag of its own', async () => {
    const part = await ask(`${URL}?start=0&end=5`)
    const other = await ask(`${URL}?start=0&end=6`)
    expect(new Set([part.headers.etag, other.headers.etag, ETAG]).size).toBe(3)
    const headers = { 'if-none-match': part.headers.etag! }
    expect((await ask(`${URL}?start=0&end=5`, { headers })).status).toBe(304)
    expect((await ask(`${URL}?start=0&end=6`, { headers })).status).toBe(200)
  })

  it('hold for JSON too', async () => {
    for (const url of [`${URL}/metadata`, '/sequence/service-info', '/openapi.json']) {
      const { etag } = (await ask(url)).headers
      const answer = await ask(url, { headers: { 'if-none-match': etag! } })
      expect([url, answer.status, answer.body]).toEqual([url, 304, ''])
    }
  })

  it('what a digest names is cached for ever, the rest briefly or not', async () => {
    const cache = async (url: string) => (await ask(url)).headers['cache-control']
    expect(await cache(URL)).toBe('public, max-age=31536000, immutable')
    expect(await cache(`${URL}?end=2`)).toBe('public, max-age=31536000, immutable')
    expect(await cache(`${URL}/metadata`)).toBe('public, max-age=60')
    expect(await cache('/sequence/service-info')).toBe('public, max-age=60')
    expect(await cache('/sequence/x')).toBe('no-store')
  })

  it('row 39: Accept-Encoding changes nothing', async () => {
    const answer = await ask(URL, { headers: { 'accept-encoding': 'gzip, br' } })
    expect(answer.headers['content-encoding']).toBeUndefined()
    expect(answer.body).toBe('ACGTACGTAC')
  })
})
