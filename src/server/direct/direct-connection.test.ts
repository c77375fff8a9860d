import { type AddressInfo, connect, type Socket } from 'node:net'
import { setImmediate, setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { pino } from 'pino'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { MemoryStore } from '../testing/memory-store.ts'

const store = new MemoryStore(
  [
    { residues: 'ACGTN'.repeat(2000), aliases: [{ authority: 'insdc', alias: 'CM000663.2' }] },
    { residues: 'GATTACA', circular: true, aliases: [{ authority: 'x', alias: 'service-info' }] },
    { residues: '', aliases: [{ authority: 'x', alias: 'n\u00e4me' }] },
  ],
  { sha1: true },
)
const errors: string[] = []
const logger = (level: string) => pino({ level }, { write: (line: string) => errors.push(line) })
const options = { store, version: '0.0.0', subsequenceLimit: 5000 }
const direct = createApp({ ...options, logger: logger('warn') })
/** One that logs each request answers none directly. */
const routed = createApp({ ...options, logger: logger('info') })
let requests = 0
const names: string[] = []

beforeAll(async () => {
  for (const app of [direct, routed]) await app.listen({ host: '127.0.0.1', port: 0 })
  direct.server.on('request', () => requests++)
  for (const { digest, md5, sha1 } of await store.sample(9)) {
    const [a, b, c] = [digest, md5, sha1!].map((each) => Buffer.from(each))
    names.push(
      `SQ.${a!.toString('base64url')}`,
      a!.toString('hex'),
      b!.toString('hex'),
      c!.toString('hex'),
    )
  }
})
afterAll(async () => {
  for (const app of [direct, routed]) await app.close()
})
beforeEach(() => {
  requests = 0
  errors.length = 0
})

const portOf = (app: typeof direct) => (app.server.address() as AddressInfo).port

function open(app: typeof direct): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect(portOf(app), '127.0.0.1', () => resolve(socket))
    socket.on('error', reject)
  })
}

const closed = (socket: Socket) =>
  new Promise<void>((resolve) => socket.once('close', () => resolve()))

/** Asks one after the other on a connection, and ends it with the last; what came, but for the time of day. */
async function conversation(app: typeof direct, asked: readonly string[]): Promise<string> {
  const socket = await open(app)
  let all = ''
  let wake = () => {}
  socket.on('data', (chunk) => {
    all += chunk.toString('latin1')
    wake()
  })
  socket.on('end', () => socket.end())
  const end = closed(socket)
  for (const request of asked) {
    const from = all.length
    socket.write(request, 'latin1')
    const wanted = !request.includes('HEAD')
    while (!socket.closed && !isAnswer(all.slice(from), wanted)) {
      await Promise.race([new Promise<void>((resolve) => (wake = resolve)), end])
    }
  }
  socket.write('GET /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
  await end
  return all.replace(/Date: .+/g, 'Date:').replace(/(?<="timestamp":")[^"]+/g, '')
}

function isAnswer(text: string, hasBody: boolean): boolean {
  const [head] = text.split('\r\n\r\n', 1)
  if (head === text) return false
  const [, status, length = '0'] = /^HTTP\/1.1 (\d+)(?:.*\r\ncontent-length: (\d+))?/is.exec(head!)!
  return text.length >= head!.length + 4 + (hasBody && status !== '304' ? Number(length) : 0)
}

const get = (target: string, ...headers: string[]) =>
  `GET ${target} HTTP/1.1\r\n${['Host: x', ...headers].map((line) => `${line}\r\n`).join('')}\r\n`

describe('a connection', () => {
  it('is answered as the router answers, whatever comes', async () => {
    const position = fc.constantFrom(
      '0',
      '1',
      '6',
      '7',
      '8',
      '4999',
      '5000',
      '9999',
      '10000',
      '10001',
      '-1',
      'x',
      '',
    )
    const query = fc.oneof(
      fc.constantFrom(
        '',
        '?',
        '?accept=text/plain',
        '?start=1&start=2',
        '?a=b',
        '?start=%31',
        '?accept=x',
      ),
      position.map((end) => `?end=${end}`),
      fc.tuple(position, position).map(([start, end]) => `?start=${start}&end=${end}`),
    )
    const name = fc.nat().map((i) => names[i % names.length]!)
    const path = fc.oneof(
      fc
        .tuple(
          fc.constantFrom(
            '/sequence',
            '/ena/cram/md5',
            '/ena/cram/sha1',
            '/seqrepo/1/sequence',
            '/refget/1/sequence',
            '',
          ),
          fc.oneof(
            name,
            fc.constantFrom('insdc:CM000663.2', 'service-info', 'none', 'x:n%C3%A4me', ''),
          ),
          fc.constantFrom('', '/metadata', '/', '/,metadata'),
        )
        .map((parts) => `${parts[0]}/${parts[1]}${parts[2]}`),
      fc.constantFrom('/', '/ping', '/service-info', '//sequence/x', '/docs', '/sequence/'),
    )
    const header = fc.constantFrom(
      'Accept: */*',
      'Accept: text/vnd.ga4gh.refget.v1.0.1+plain',
      'Accept: application/vnd.ga4gh.refget.v2.0.0+json',
      'Accept: image/png',
      'User-Agent: x',
      'Range: bytes=0-3',
      'Range: bytes=5-',
      'Range: bytes=-5',
      'Range: bytes=9-8',
      'Range: lines=1-2',
      'If-None-Match: *',
      'If-Match: "x"',
      'If-Range: "x"',
      'Origin: http://x',
      'Accept-Encoding: gzip',
      'Connection: keep-alive',
      'Content-Length: 0',
    )
    const request = fc
      .tuple(
        fc.constantFrom('GET', 'GET', 'GET', 'HEAD', 'OPTIONS'),
        path,
        query,
        fc.uniqueArray(header, { maxLength: 3 }),
      )
      .map(([method, target, parameters, headers]) =>
        get(`${target}${parameters}`, ...headers).replace('GET', method),
      )
    await fc.assert(
      fc.asyncProperty(fc.array(request, { minLength: 1, maxLength: 4 }), async (asked) => {
        expect(await conversation(direct, asked)).toBe(await conversation(routed, asked))
      }),
      { numRuns: 500 },
    )
  })

  it('does so without the router, until it comes to something else', async () => {
    const part = get(`/sequence/${names[0]}?start=10&end=20`)
    const small = [
      part,
      get(`/sequence/${names[2]}/metadata`, 'Accept: application/json'),
      get(`/sequence/${names[1]}`, 'Range: bytes=10-19'),
      get('/seqrepo/1/sequence/insdc:CM000663.2?start=1&end=4'),
      get(`/ena/cram/md5/${names[6]}`),
    ]
    const before = await conversation(direct, small)
    expect(before.match(/HTTP\/1.1 20[06]/g)).toHaveLength(small.length + 1)
    expect(requests).toBe(1)
    await conversation(direct, [part, get(`/sequence/${names[0]}`), part, part])
    expect(requests).toBe(1 + 4)
  })

  it('leaves to the router what is no parameter, though a sequence has such a name', async () => {
    const info = [get('/refget/1/sequence/service-info')]
    expect(await conversation(direct, info)).toBe(await conversation(routed, info))
  })

  it('may be asked by a request in pieces, or by several at once', async () => {
    const part = get(`/sequence/${names[0]}?start=10&end=20`)
    const once = await conversation(direct, [part])
    for (const cut of [1, 3, 20, part.length - 1]) {
      const socket = await open(direct)
      let all = ''
      socket.setNoDelay().on('data', (chunk) => {
        all += chunk.toString('latin1')
      })
      socket.write(part.slice(0, cut))
      await sleep(20)
      socket.end(part.slice(cut))
      await closed(socket)
      expect(all.replace(/Date: .+/g, 'Date:')).toBe(once.slice(0, once.indexOf('HTTP', 1)))
    }
    expect(
      (await conversation(direct, [part.repeat(5)])).match(/ACGTN{0,1}/g)!.length,
    ).toBeGreaterThan(5)
  })

  it('gets no more answers than the kernel takes, and all of them once it reads', async () => {
    const count = 3000
    const socket = await open(direct)
    socket.pause()
    for (let i = 0; i < count; i++) {
      socket.write(get(`/sequence/${names[0]}?start=${i}&end=${i + 4000}`))
      // One is answered before the next is asked, until Node's server has the connection, which reads no more.
      for (const { reads } = store; store.reads === reads && requests === 0; ) await setImmediate()
    }
    let all = ''
    socket.on('data', (chunk) => {
      all += chunk.toString('latin1')
      if (all.includes(`;${count - 1}-`)) socket.end()
    })
    socket.resume()
    await closed(socket)
    const starts = [...all.matchAll(/ETag: "SQ[^;]+;(\d+)-/g)].map(([, start]) => Number(start))
    expect(starts).toEqual(Array.from({ length: count }, (_, i) => i))
    expect(requests).toBeGreaterThan(0)
  })

  it('ends with its client', async () => {
    const socket = await open(direct)
    socket.end(get(`/sequence/${names[0]}?start=1&end=2`))
    const came = await new Promise<Buffer>((resolve) => socket.once('data', resolve))
    expect(`${came}`).toMatch(/\r\n\r\nC$/)
    await closed(socket)
    const other = await open(direct)
    other.resetAndDestroy()
    expect(errors).toEqual([])
  })

  it('that stays silent is closed: with 408 before its first request, without a word after', async () => {
    const { headersTimeout, keepAliveTimeout } = direct.server
    Object.assign(direct.server, { headersTimeout: 100, keepAliveTimeout: 150 })
    try {
      const [silent, idle] = [await open(direct), await open(direct)]
      idle.write(get(`/sequence/${names[0]}?start=1&end=2`))
      let said = ''
      silent.on('data', (chunk) => {
        said += chunk
      })
      idle.resume()
      await Promise.all([closed(silent), closed(idle)])
      expect(said).toMatch(/^HTTP\/1.1 408 /)
    } finally {
      Object.assign(direct.server, { headersTimeout, keepAliveTimeout })
    }
  })
})

describe('a read', () => {
  const part = get('/sequence/insdc:CM000663.2?start=10&end=20')

  it('that fails is an answer of 500, logged once', async () => {
    store.onRead = () => {
      throw new Error('the disk is gone')
    }
    try {
      expect(await conversation(direct, [part])).toMatch(/^HTTP\/1.1 500 /)
      expect(errors.filter((line) => line.includes('the disk is gone'))).toHaveLength(1)
    } finally {
      store.onRead = () => {}
    }
  })

  describe('that has to wait', () => {
    beforeEach(() => {
      store.onRead = async (start0) => {
        await sleep(start0 === 12 ? 300 : 20)
        if (start0 === 11) throw new Error('the disk is gone')
      }
    })
    afterEach(() => {
      store.onRead = () => {}
    })
    const at = (start: number) => get(`/sequence/insdc:CM000663.2?start=${start}&end=20`)

    it('is waited for, unless it fails', async () => {
      const said = await Promise.all([1, 2, 3].map(() => conversation(direct, [at(10), at(13)])))
      expect(requests).toBe(3)
      for (const each of said) expect(each).toMatch(/\r\n\r\nACGTNACGTN.*\r\n\r\nTNACGTN/s)
      expect(await conversation(direct, [at(10), at(11)])).toContain('HTTP/1.1 500 ')
    })

    it('keeps what is asked meanwhile waiting', async () => {
      const socket = await open(direct)
      let all = ''
      socket.on('data', (chunk) => {
        all += chunk
      })
      for (const start of [12, 10, 11, 13]) {
        socket.write(at(start))
        await sleep(5)
      }
      while (!all.endsWith('\r\n\r\nTNACGTN')) await sleep(5)
      const answers = all.match(/HTTP\/1.1 \d+|;\d+-/g)
      const statuses = [200, 200, 500, 200].map((status) => `HTTP/1.1 ${status}`)
      expect(answers).toEqual([
        statuses[0],
        ';12-',
        statuses[1],
        ';10-',
        statuses[2],
        statuses[3],
        ';13-',
      ])
      socket.destroy()
    })

    it('ends with a client that leaves, and before the server does', async () => {
      const app = createApp({ ...options, logger: logger('warn') })
      await app.listen({ host: '127.0.0.1', port: 0 })
      const [left, stayed, failing] = [await open(app), await open(app), await open(app)]
      let [all, fault] = ['', '']
      stayed.on('data', (chunk) => {
        all += chunk
      })
      failing.on('data', (chunk) => {
        fault += chunk
      })
      left.write(at(12))
      stayed.write(at(12))
      await sleep(50)
      failing.write(at(11))
      await sleep(5)
      left.resetAndDestroy()
      await Promise.all([app.close(), closed(stayed), closed(failing)])
      expect(fault).toMatch(/^HTTP\/1.1 500 /)
      expect(errors.splice(0)).toHaveLength(1)
      expect(all).toMatch(/^HTTP\/1.1 200 .*\r\n\r\nGTNACGTN$/s)
      expect(errors).toEqual([])
    })
  })
})
