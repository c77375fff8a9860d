import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { type Ask, listen, raw } from '../testing/client.ts'
import { MemoryStore, VirtualStore } from '../testing/memory-store.ts'

const RESIDUES = 'ACGTN'.repeat(100)
const digest = (algorithm: string) => createHash(algorithm).update(RESIDUES).digest('hex')
const MD5 = digest('md5')
const SHA1 = digest('sha1')
const SPLIT = `${MD5.slice(0, 2)}/${MD5.slice(2, 4)}/${MD5.slice(4)}`
const FORMS = [
  `/sequence/${MD5}`,
  `/ena/cram/md5/${MD5}`,
  `/ena/cram/sequence/${MD5}`,
  `/${MD5}`,
  `/${SPLIT}`,
]

const entries = [{ residues: RESIDUES, aliases: [{ authority: 'insdc', alias: 'X.1' }] }]
const apps = [true, false].map((sha1) =>
  createApp({ store: new MemoryStore(entries, { sha1 }), version: '1', basePaths: ['/a/b'] }),
)
let ask: Ask
let askWithoutSha1: Ask
let port: number
beforeAll(async () => {
  ;({ ask, port } = await listen(apps[0]!))
  ;({ ask: askWithoutSha1 } = await listen(apps[1]!))
})
afterAll(() => Promise.all(apps.map((app) => app.close())))

describe.each(['', '/a/b'])('the URLs of CRAM references, below "%s"', (prefix) => {
  it.each([...FORMS, `/ena/cram/sha1/${SHA1}`])('send the whole sequence at %s', async (url) => {
    for (const path of [
      url,
      url.replace(/(?<=\/)([0-9a-f]{32,}|[0-9a-f]{2}\/[0-9a-f]{2}\/[0-9a-f]{28})$/, upperCase),
    ]) {
      const { status, body, headers } = await ask(prefix + path)
      expect([path, status, body]).toEqual([path, 200, RESIDUES])
      expect(headers['content-length']).toBe(`${RESIDUES.length}`)
      expect(headers['transfer-encoding']).toBeUndefined()
      expect(headers['content-encoding']).toBeUndefined()
      expect(headers['cache-control']).toContain('immutable')
    }
  })

  it.each([...FORMS, `/ena/cram/sha1/${SHA1}`])('resume, and answer HEAD, at %s', async (url) => {
    const rest = await ask(prefix + url, { headers: { range: 'bytes=7-' } })
    expect([rest.status, rest.body]).toEqual([206, RESIDUES.slice(7)])
    expect(rest.headers['content-range']).toBe(`bytes 7-499/500`)
    const head = await ask(prefix + url, { method: 'HEAD' })
    expect([head.status, head.body, head.headers['content-length']]).toEqual([200, '', '500'])
    const beyond = await ask(prefix + url, { headers: { range: 'bytes=500-' } })
    expect([beyond.status, beyond.headers['content-range']]).toEqual([416, 'bytes */500'])
    const { status, headers } = await ask(prefix + url, { method: 'POST' })
    expect([status, headers.allow]).toEqual([405, 'GET, HEAD, OPTIONS'])
  })

  it('have refget below /ena/cram', async () => {
    const { body } = await ask(`${prefix}/ena/cram/sequence/insdc:X.1/metadata`)
    expect(JSON.parse(body).metadata).toMatchObject({ md5: MD5, sha1: SHA1, length: 500 })
    const info = await ask(`${prefix}/ena/cram/sequence/service-info`)
    expect(JSON.parse(info.body).refget.algorithms).toContain('sha1')
  })
})

const upperCase = (digits: string) => digits.toUpperCase()

describe('the URLs of CRAM references', () => {
  it('are plain text, whatever a client accepts', async () => {
    for (const url of [`/${MD5}`, `/${SPLIT}`, `/ena/cram/md5/${MD5}`, `/ena/cram/sha1/${SHA1}`]) {
      for (const accept of ['*/*', 'image/png', 'application/json', '']) {
        const { status, headers } = await ask(url, { headers: { accept } })
        expect([status, headers['content-type']]).toEqual([200, 'text/plain; charset=us-ascii'])
      }
    }
  })

  it('are 404 for what is unknown or no digest', async () => {
    for (const url of [
      `/${MD5.replace(/^./, '0')}`,
      `/ena/cram/md5/${MD5}0`,
      `/ena/cram/md5/${SHA1}`,
      `/ena/cram/md5/insdc:X.1`,
      `/ena/cram/sha1/${MD5}`,
      `/${'0'.repeat(32)}`,
      `/00/00/${'0'.repeat(28)}`,
    ]) {
      const { status, body } = await ask(url)
      expect([url, status, JSON.parse(body).error]).toEqual([url, 404, 'SEQUENCE_NOT_FOUND'])
    }
  })

  it('take no URL that is not theirs', async () => {
    for (const url of [
      '/x',
      `/${MD5}0`,
      `/${MD5.slice(1)}`,
      `/${MD5.slice(0, -1)}g`,
      '/ab/cd/ef',
    ]) {
      for (const method of ['GET', 'POST', 'OPTIONS']) {
        const { status, body } = await ask(url, { method })
        expect([url, status, JSON.parse(body).error]).toEqual([url, 404, 'ROUTE_NOT_FOUND'])
      }
    }
  })

  it('say why a store without SHA-1 knows nothing by it', async () => {
    const { status, body } = await askWithoutSha1(`/ena/cram/sha1/${SHA1}`)
    expect([status, JSON.parse(body)]).toEqual([
      404,
      expect.objectContaining({
        error: 'SHA1_NOT_KEPT',
        message: expect.stringContaining('--sha1'),
      }),
    ])
    expect((await askWithoutSha1(`/ena/cram/md5/${MD5}`)).status).toBe(200)
  })

  it('resume beyond the limit of parts', async () => {
    const app = createApp({ store: new MemoryStore(entries), version: '1', subsequenceLimit: 10 })
    const { ask: askLimited } = await listen(app)
    const rest = await askLimited(`/${MD5}`, { headers: { range: 'bytes=7-' } })
    expect([rest.status, rest.body]).toEqual([206, RESIDUES.slice(7)])
    expect((await askLimited(`/${MD5}?start=0&end=11`)).status).toBe(416)
    await app.close()
  })

  it('have a length even where residues are streamed', async () => {
    const store = new VirtualStore(3_000_000)
    const app = createApp({ store, version: '1' })
    const { ask: askLong } = await listen(app)
    const { body, headers } = await askLong(`/${Buffer.from(store.record.md5).toString('hex')}`)
    expect([body.length, headers['content-length']]).toEqual([3_000_000, '3000000'])
    expect(headers['transfer-encoding']).toBeUndefined()
    await app.close()
  })

  // Recorded from the programs; that of Java 8 differs from Java 17's in the Accept header of its
  // HttpURLConnection.
  it.each([
    [
      'htslib 1.16',
      'GET /ena/cram/md5/ID HTTP/1.1\r\nHost: 127.0.0.1:80\r\nUser-Agent: htslib/1.16 libcurl/7.88.1\r\nAccept: */*\r\n\r\n',
    ],
    ['ref-cache', 'GET /ena/cram/md5/ID HTTP/1.1\r\nHost: 127.0.0.1:80\r\nAccept: */*\r\n\r\n'],
    [
      'htsjdk on Java 17',
      'GET /ena/cram/md5/ID HTTP/1.1\r\nUser-Agent: Java/17.0.15\r\nHost: 127.0.0.1:80\r\nAccept: text/html, image/gif, image/jpeg, */*; q=0.2\r\nConnection: keep-alive\r\n\r\n',
    ],
    [
      'htsjdk on Java 8',
      'GET /ena/cram/md5/ID HTTP/1.1\r\nUser-Agent: Java/1.8.0_392\r\nHost: 127.0.0.1:80\r\nAccept: text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2\r\nConnection: keep-alive\r\n\r\n',
    ],
    [
      'htsjdk on Java 8, at a refget URL',
      'GET /ena/cram/sequence/ID HTTP/1.1\r\nUser-Agent: Java/1.8.0_392\r\nHost: 127.0.0.1:80\r\nAccept: text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2\r\nConnection: keep-alive\r\n\r\n',
    ],
  ])('answer the request of %s', async (_, request) => {
    // A second request ends the connection, as no client here does.
    const bytes = `${request.replace('ID', MD5)}GET /ping HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`
    const answer = await raw(port, bytes)
    const [head, body] = answer.split('\r\n\r\n')
    expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(head).toContain(`\r\nContent-Length: 500\r\n`)
    expect(body!.slice(0, 500)).toBe(RESIDUES)
  })

  // fetch(`${serverLocation}/${sequenceIdType}:${id}?start=${start}&end=${end}`) in a browser.
  it("answers the request of JBrowse's refget plugin", async () => {
    const request = [
      'GET /ena/cram/sequence/insdc:X.1?start=5&end=12 HTTP/1.1',
      'Host: 127.0.0.1:80',
      'Connection: close',
      'sec-ch-ua-platform: "Linux"',
      'User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36',
      'Accept: */*',
      'Origin: https://jbrowse.org',
      'Sec-Fetch-Site: cross-site',
      'Sec-Fetch-Mode: cors',
      'Sec-Fetch-Dest: empty',
      'Referer: https://jbrowse.org/',
      'Accept-Encoding: gzip, deflate, br, zstd',
      'Accept-Language: en-US,en;q=0.9',
    ]
    const answer = await raw(port, `${request.join('\r\n')}\r\n\r\n`)
    const [head, body] = answer.split('\r\n\r\n')
    expect(head).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(head).toContain('\r\nAccess-Control-Allow-Origin: *')
    expect(head).not.toMatch(/content-encoding/i)
    expect(body).toBe(RESIDUES.slice(5, 12))
  })
})
