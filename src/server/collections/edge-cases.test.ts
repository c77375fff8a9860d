import { request } from 'node:http'
import { connect } from 'node:net'
import canonicalize from 'canonicalize'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import {
  MemoryCollections,
  member,
  virtualMember,
} from '../../collection/testing/memory-collections.ts'
import { createApp } from '../app.ts'
import { type Answer, type Ask, listen, raw } from '../testing/client.ts'
import { MemoryStore } from '../testing/memory-store.ts'
import { SEQCOL_DIGESTS, SEQCOL_FILES } from '../testing/seqcol-files.ts'
import { BODY_LIMIT } from './options.ts'

const { base, subset } = SEQCOL_DIGESTS
/** JCS escapes the first three and leaves the others as they are. */
const ODD_NAMES = [
  '"\\',
  '\u0000\u001f\n',
  '\b\t\f\r',
  '/',
  '\u007f',
  '\u2028\u2029',
  '染色体',
  '𝒳',
  '',
]
const LARGE = 30_000

const collections = new MemoryCollections([
  { ...SEQCOL_FILES.base, aliases: [{ authority: 'insdc', alias: 'GCA_1.1' }] },
  { ...SEQCOL_FILES.subset, aliases: [{ authority: 'local', alias: 'twice' }] },
  { ...SEQCOL_FILES.pairSwap, aliases: [{ authority: 'local', alias: 'twice' }] },
  {
    members: ODD_NAMES.map((name) => member(name, 'ACGT')),
    aliases: [{ authority: 'local', alias: 'odd' }],
  },
  {
    members: Array.from({ length: LARGE }, (_, i) => virtualMember(`s${i}`, i, `${i % 999}`)),
    aliases: [{ authority: 'local', alias: 'large' }],
  },
  // Their digests begin with "-" and "_".
  ...['m0', 'm88'].map((name) => ({ members: [member(name, 'A')] })),
])
const digests = collections.records.map(({ digest }) => Buffer.from(digest).toString('base64url'))
const log: string[] = []
const app = createApp({
  ...{ store: new MemoryStore([]), collections, version: '0.0.0', basePaths: ['/data/refget'] },
  logger: pino({ level: 'error' }, { write: (line: string) => log.push(line) }),
})
let ask: Ask
let port: number
beforeAll(async () => {
  ;({ ask, port } = await listen(app))
})
afterAll(() => app.close())

const post = (
  url: string,
  body: string,
  headers: Record<string, string> = { 'content-type': 'application/json' },
) => ask(url, { method: 'POST', headers, body })

async function expectStatus(status: number, urls: readonly string[]): Promise<void> {
  for (const url of urls) {
    const answer = await ask(url)
    expect([url, answer.status]).toEqual([url, status])
    expectErrorBody(answer)
  }
}

function expectErrorBody({ status, headers, body }: Answer): void {
  expect(JSON.parse(body)).toMatchObject({
    ...{ status, error: expect.any(String), message: expect.any(String) },
  })
  expect(headers).toMatchObject({
    'cache-control': 'no-store',
    'access-control-allow-origin': '*',
    'content-type': 'application/json; charset=utf-8',
  })
}

const minimal = (names: readonly string[], lengths: string) =>
  `{"names":${JSON.stringify(names)},"lengths":${lengths}}`

describe('row 42: a request for collections', () => {
  it('is 400 for other levels', async () => {
    const levels = ['0', '3', 'abc', '', '01', '1.0', '-1', '1&level=2', '%D9%A2']
    await expectStatus(
      400,
      levels.map((level) => `/collection/${base}?level=${level}`),
    )
    await expectStatus(404, ['/collection/unknown?level=0'])
  })

  it('is 400 for unequal arrays, with their names', async () => {
    const answer = await post(`/comparison/${base}`, minimal(['a'], '[1,2]'))
    expectErrorBody(answer)
    expect(answer.status).toBe(400)
    expect(JSON.parse(answer.body).message).toContain('"names" has 1 elements and "lengths" 2')
  })

  it('is 400 for unknown filters, and for pages that are not there', async () => {
    await expectStatus(
      400,
      ['nmes=x', `digest=${base}`, 'level=1', 'x', '__proto__=1'].map(
        (query) => `/list/collection?${query}`,
      ),
    )
    const pages = ['page=-1', 'page_size=0', 'page=1', 'page=abc', 'page=1.0', 'page_size=1001']
    const more = [
      'page=',
      'page=1&page=0',
      'page_size=-5',
      'page=999999999999999',
      'page=1e3',
      'page=0x0',
      `page=${'9'.repeat(30)}`,
    ]
    for (const list of ['/list/collection', '/list/attributes/names']) {
      await expectStatus(
        400,
        [...pages, ...more].map((query) => `${list}?${query}`),
      )
      expect((await ask(`${list}?page=0&page_size=1000`)).status).toBe(200)
    }
    await expectStatus(400, [`/list/collection?names=x&page=1`, `/list/collection?names=a&names=b`])
    expect((await post(`/similarities/${base}?page=9`, '')).status).toBe(400)
  })

  it('is 200 and empty for a filter that matches nothing', async () => {
    for (const value of ['x', base, `${base}=`, '', "'; drop table"]) {
      const url = `/list/collection?names=${encodeURIComponent(value)}`
      const { status, body } = await ask(url)
      expect([url, status, JSON.parse(body).pagination.total]).toEqual([url, 200, 0])
      expect(JSON.parse(body).results).toEqual([])
    }
  })

  it('walks through all pages and sees each once', async () => {
    const seen: string[] = []
    for (let page = 0; page < 4; page++) {
      const { body } = await ask(`/list/collection?page_size=2&page=${page}`)
      const { results, pagination } = JSON.parse(body)
      expect(pagination).toEqual({ page, page_size: 2, total: 7, total_pages: 4 })
      seen.push(...results)
    }
    expect(seen.toSorted()).toEqual(digests.toSorted())
  })
})

describe('row 43: a name', () => {
  it('of any characters is shown and digested as RFC 8785 has it', async () => {
    const { body } = await ask('/collection/local:odd')
    const level2 = JSON.parse(body)
    expect(level2.names).toEqual(ODD_NAMES)
    for (const [name, value] of Object.entries(level2)) {
      expect(body).toContain(`"${name}":${canonicalize(value)}`)
    }
    const answer = await post('/comparison/local:odd', body)
    expect(answer.status).toBe(200)
    const { digests: pair, array_elements } = JSON.parse(answer.body)
    expect(pair.a).toBe(pair.b)
    expect(array_elements.a_and_b_same_order.names).toBe(true)
  })

  it('escaped in another way is the same name', async () => {
    const answer = await post(
      '/comparison/local:odd',
      '{"names":["\\u67d3\\u8272\\u4f53","\\ud835\\udcb3","\\/","\\u0022\\u005c"]}',
    )
    expect(JSON.parse(answer.body).array_elements.a_and_b_count.names).toBe(4)
  })

  it('with half of a surrogate pair is 400', async () => {
    for (const name of ['\\ud800', 'a\\udc00', '\\udcb3\\ud835', '\\ud835\\ud835\\udcb3']) {
      for (const body of [
        `{"names":["${name}"]}`,
        `{"name_length_pairs":[{"name":"${name}","length":1}]}`,
      ]) {
        const answer = await post(`/comparison/${base}`, body)
        expect([name, answer.status]).toEqual([name, 400])
        expectErrorBody(answer)
        expect(JSON.parse(answer.body).message).toContain('[0] has half of a surrogate pair')
      }
    }
  })
})

describe('row 44: a length', () => {
  it('of 8.0 or 8e0 is 8', async () => {
    for (const lengths of ['[8.0,4,4]', '[8e0,4E0,40e-1]', '[ 8 ,4.000,\n4]']) {
      const { status, body } = await post(`/comparison/${base}`, `{"lengths":${lengths}}`)
      expect(status).toBe(200)
      const { a_and_b_count, a_and_b_same_order } = JSON.parse(body).array_elements
      expect([a_and_b_count, a_and_b_same_order]).toEqual([{ lengths: 3 }, { lengths: true }])
    }
  })

  it('of 8.5, -1, 2^60, "8" or anything else is 400, which says where', async () => {
    for (const length of [
      '8.5',
      '-1',
      '1152921504606846976',
      '"8"',
      'true',
      'null',
      '{}',
      '1e999',
    ]) {
      const answer = await post(`/comparison/${base}`, `{"lengths":[8,4,${length}]}`)
      expect([length, answer.status]).toEqual([length, 400])
      expect(JSON.parse(answer.body).message).toContain('lengths[2] is')
    }
  })
})

describe('row 45: a digest', () => {
  it('may begin with - or _', async () => {
    const odd = digests.filter((digest) => /^[-_]/.test(digest))
    expect(new Set(odd.map((digest) => digest[0]))).toEqual(new Set(['-', '_']))
    for (const digest of odd) {
      for (const url of [`/collection/${digest}`, `/comparison/${digest}/${digest}`]) {
        expect([url, (await ask(url)).status]).toEqual([url, 200])
      }
      const { body } = await ask(`/collection/${digest}?level=1`)
      for (const [name, value] of Object.entries<string>(JSON.parse(body))) {
        const list = JSON.parse((await ask(`/list/collection?${name}=${value}`)).body)
        expect(list.results).toContain(digest)
      }
    }
  })

  it('has no prefix, no padding, and its own case', async () => {
    const others = [`ga4gh:${base}`, `SQC.${base}`, `ga4gh:SQC.${base}`, `SQ.${base}`, `${base}=`]
    for (const id of [
      ...others,
      base.toLowerCase(),
      base.slice(1),
      '%00',
      '..%2F',
      '*',
      '__proto__',
      'x'.repeat(4000),
    ]) {
      await expectStatus(404, [`/collection/${id}`, `/comparison/${base}/${id}`])
    }
    await expectStatus(400, ['/collection/%FF', '/attribute/collection/names/%'])
    await expectStatus(404, ['/collection', '/collection/', '/comparison', `/level/${base}`])
    await expectStatus(404, [
      '/attribute/collection/names/x',
      '/attribute/collection/seqs/x',
      `/attribute/genome/names/${base}`,
      '/list/attributes/x',
      '/list/genome',
    ])
  })
})

describe('an alias', () => {
  it('is taken wherever a digest is, its colon encoded or not, its authority in any case', async () => {
    for (const id of ['insdc:GCA_1.1', 'insdc%3AGCA_1.1', 'GenBank:GCA_1.1', 'GCA_1.1']) {
      for (const url of [
        `/collection/${id}?level=1`,
        `/comparison/${id}/${id}`,
        `/aliases/collection/${id}`,
      ]) {
        expect([url, (await ask(url)).status]).toEqual([url, 200])
      }
      expect((await post(`/comparison/${id}`, '{"names":["chr1"]}')).status).toBe(200)
    }
  })

  it('of several is 300 with the list', async () => {
    for (const [url, next] of [
      ['/collection/local:twice', '/collection/'],
      ['/collection/twice', '/collection/'],
      [`/comparison/insdc:GCA_1.1/local:twice`, '/comparison/insdc%3AGCA_1.1/'],
      ['/data/refget/collection/local:twice', '/data/refget/collection/'],
      ['/attribute/collection/names/local:twice', '/attribute/collection/names/'],
      ['/list/collection?names=local:twice', '/list/collection?names='],
    ] as const) {
      const answer = await ask(url)
      expect([url, answer.status]).toEqual([url, 300])
      expectErrorBody(answer)
      const choices = JSON.parse(answer.body).collections as { digest: string; url: string }[]
      expect(choices.map(({ digest }) => digest)).toEqual([subset, SEQCOL_DIGESTS.pairSwap])
      expect(choices[0]!.url).toBe(`${next}${subset}`)
    }
  })
})

describe('HTTP', () => {
  const URLS = [
    ...['/service-info', `/collection/${base}`, `/collection/${base}?level=1`, '/list/collection'],
    ...[`/comparison/${base}/${subset}`, '/list/attributes/names', '/list/alias/collection'],
    ...[`/aliases/collection/${base}`, '/alias/collection/insdc/GCA_1.1'],
    '/attribute/collection/lengths/cGRMZIb3AVgkcAfNv39RN7hnT5Chk7RX',
  ]

  it('answers HEAD as GET without the body, and 304 by its entity tag', async () => {
    for (const url of [...URLS, '/collection/local:large']) {
      const [get, head] = [await ask(url), await ask(url, { method: 'HEAD' })]
      const { date: _, 'transfer-encoding': chunked, ...expected } = get.headers
      expect([url, head.status, head.body]).toEqual([url, 200, ''])
      expect(head.headers).toMatchObject({ ...expected })
      expect(chunked).toBe(url.includes('large') ? 'chunked' : undefined)
      const { etag } = get.headers
      expect(etag).toMatch(/^"[^"]+"$/)
      const again = await ask(url, { headers: { 'if-none-match': etag! } })
      expect([url, again.status, again.body]).toEqual([url, 304, ''])
      const failed = await ask(url, { headers: { 'if-match': '"x"' } })
      expect([url, failed.status]).toEqual([url, 412])
    }
    const [one, two] = [await ask(`/collection/${base}?level=1`), await ask(`/collection/${base}`)]
    expect(one.headers.etag).not.toBe(two.headers.etag)
    expect(two.headers['cache-control']).toContain('immutable')
    expect((await ask('/collection/insdc:GCA_1.1')).headers['cache-control']).toBe(
      'public, max-age=60',
    )
  })

  it('answers at base paths, with trailing and doubled slashes, and to preflights', async () => {
    for (const url of URLS) {
      const plain = await ask(url)
      const [path, query = ''] = url.split('?')
      for (const other of [`/data/refget${path}`, `${path}/`, `/${path}//`]) {
        const answer = await ask(query ? `${other}?${query}` : other)
        expect([other, answer.status, answer.body]).toEqual([other, 200, plain.body])
      }
      const options = await ask(url, { method: 'OPTIONS' })
      expect([url, options.status, options.headers.allow]).toEqual([url, 204, 'GET, HEAD, OPTIONS'])
      const put = await ask(url, { method: 'PUT', body: '{}' })
      expect([url, put.status, put.headers.allow]).toEqual([url, 405, 'GET, HEAD, OPTIONS'])
    }
    for (const url of [`/comparison/${base}`, `/similarities/${base}`, '/similarities/']) {
      expect((await ask(url, { method: 'OPTIONS' })).headers.allow).toBe('OPTIONS, POST')
      for (const method of ['GET', 'HEAD', 'DELETE']) {
        const answer = await ask(url, { method })
        expect([url, answer.status, answer.headers.allow]).toEqual([url, 405, 'OPTIONS, POST'])
      }
    }
    expect((await post(`//comparison//${base}/`, '{"names":["chr1"]}')).status).toBe(200)
    expect((await post(`/data/refget/comparison/${base}`, '{"names":["chr1"]}')).status).toBe(200)
  })

  it('negotiates JSON', async () => {
    const browser = 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8'
    for (const url of URLS) {
      for (const accept of ['*/*', '', 'application/*', 'application/json;q=0.1', browser]) {
        const answer = await ask(url, { headers: { accept } })
        expect([url, answer.status, answer.headers['content-type']]).toEqual([
          url,
          200,
          'application/json',
        ])
        expect(answer.headers.vary).toBe('Accept')
      }
      for (const accept of [
        'text/plain',
        'application/json;q=0, */*',
        'application/vnd.ga4gh.refget.v2.0.0+json',
      ]) {
        const answer = await ask(url, { headers: { accept } })
        expect([url, accept, answer.status]).toEqual([url, accept, 406])
        expect(JSON.parse(answer.body).supported).toEqual(['application/json'])
      }
      const parameter = url.includes('?') ? '&accept=text/plain' : '?accept=text/plain'
      expect((await ask(url + parameter)).status).toBe(406)
    }
    const refused = await ask(`/comparison/${base}`, {
      ...{ method: 'POST', body: '{"names":[]}' },
      headers: { accept: 'text/csv', 'content-type': 'application/json' },
    })
    expect(refused.status).toBe(406)
  })

  it('sends large collections whole, in chunks', async () => {
    const { body, headers } = await ask('/collection/local:large')
    expect(headers['content-length']).toBe(undefined)
    const { names, lengths, sorted_sequences } = JSON.parse(body)
    expect(names.at(-1)).toBe(`s${LARGE - 1}`)
    expect(lengths.at(-1)).toBe(LARGE - 1)
    expect(sorted_sequences).toEqual(sorted_sequences.toSorted())
    const same = await post('/comparison/local:large', body)
    const { array_elements } = JSON.parse(same.body)
    expect(array_elements.a_and_b_count).toEqual(array_elements.a_count)
    expect(Object.values(array_elements.a_and_b_same_order)).toEqual(Array(5).fill(true))
  })

  it('breaks off visibly when members cannot be read, or is 500 before the first', async () => {
    const failing = (from: number) => {
      collections.onMembers = (at) => {
        if (at >= from) throw new Error('secret')
      }
    }
    failing(0)
    const early = await ask(`/collection/${base}`)
    expect([early.status, JSON.parse(early.body).error]).toEqual([500, 'INTERNAL'])
    failing(20_000)
    await expect(ask('/collection/local:large')).rejects.toThrow(/aborted|hang up|ECONNRESET/)
    collections.onMembers = () => {}
    expect(log.join('')).toContain('secret')
    expect((await ask('/collection/local:large')).status).toBe(200)
  })
})

describe('a body', () => {
  it('is 415 when it is not JSON by its type, or encoded', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/xml',
      'x',
    ]) {
      const answer = await post(`/comparison/${base}`, '{}', { 'content-type': type })
      expect([type, answer.status]).toEqual([type, 415])
      expectErrorBody(answer)
    }
    expect((await post(`/comparison/${base}`, '{}', {})).status).toBe(415)
    expect((await post('/similarities', '', {})).status).toBe(415)
    const gzip = { 'content-type': 'application/json', 'content-encoding': 'gzip' }
    expect((await post(`/comparison/${base}`, '{}', gzip)).status).toBe(415)
    const charset = { 'content-type': 'Application/JSON; charset=UTF-8' }
    expect((await post(`/comparison/${base}`, '{"names":[]}', charset)).status).toBe(200)
  })

  it('is 400 when it is no collection', async () => {
    for (const body of [
      '',
      '{',
      '[]',
      '{}',
      'null',
      '{"names":"x"}',
      '{"names":[],}',
      '{"x":[]}',
    ]) {
      for (const url of [`/comparison/${base}`, '/similarities']) {
        const answer = await post(url, body)
        expect([body, answer.status]).toEqual([body, 400])
        expectErrorBody(answer)
        expect(JSON.parse(answer.body).error).toBe('BAD_COLLECTION')
      }
    }
    expect((await post('/comparison/unknown', '{')).status).toBe(404)
  })

  it('is 413 above the limit, whether it says its length or not', async () => {
    const said = await raw(
      port,
      `POST /comparison/${base} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: ${BODY_LIMIT + 1}\r\n\r\n`,
    )
    expect(said).toMatch(/^HTTP\/1\.1 413 /)
    expect(said).toContain(`${BODY_LIMIT} bytes`)

    const unsaid = await new Promise<number>((resolve, reject) => {
      const outgoing = request({
        ...{ port, host: '127.0.0.1', path: `/comparison/${base}`, method: 'POST' },
        headers: { 'content-type': 'application/json' },
      })
      outgoing.on('error', reject)
      outgoing.on('response', (incoming) => {
        incoming.resume()
        outgoing.destroy()
        resolve(incoming.statusCode!)
      })
      const spaces = Buffer.alloc(1 << 20, ' ')
      let sent = 0
      const send = () => {
        while (sent <= BODY_LIMIT + (1 << 22) && !outgoing.destroyed) {
          sent += spaces.length
          if (!outgoing.write(spaces)) return void outgoing.once('drain', send)
        }
      }
      send()
    })
    expect(unsaid).toBe(413)
  })

  it('that is refused leaves the connection as it was', async () => {
    const bad = `{"lengths":[-1${',1'.repeat(500_000)}]}`
    const next = `GET /collection/${base}?level=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`
    for (const path of [`/comparison/${base}`, '/comparison/unknown']) {
      const answers = await raw(
        port,
        `POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: ${bad.length}\r\n\r\n${bad}${next}`,
      )
      expect(answers).toMatch(/^HTTP\/1\.1 40[04] /)
      expect(answers).toContain('HTTP/1.1 200 OK')
      expect(answers).toContain('"sorted_name_length_pairs":')
    }
  })

  it('that breaks off is 400, and holds nothing', async () => {
    const started = (length: string, rest: string) =>
      `POST /comparison/${base} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${length}\r\n\r\n${rest}`
    const whole = started('Content-Length: 14', '{"names":[]} ')
    for (const bytes of [
      started('Content-Length: 1000', '{"names":["a"'),
      started('Transfer-Encoding: chunked', 'd\r\n{"names":["a"\r\nxyz\r\n'),
      whole + started('Content-Length: 1000', '{'),
    ]) {
      for (const leave of ['end', 'destroy'] as const) {
        const received = await sent(bytes, leave)
        if (leave === 'end') expect(received).toMatch(/HTTP\/1\.1 400 /)
      }
    }
    await expect.poll(() => connectionsOf()).toBe(0)
  })
})

/** Sends bytes, then closes its side or all of the connection; what came back. */
function sent(bytes: string, leave: 'end' | 'destroy'): Promise<string> {
  return new Promise((resolve) => {
    let received = ''
    const socket = connect(port, '127.0.0.1', () => {
      socket.write(bytes)
      setTimeout(() => socket[leave](), 50)
    })
    socket.on('data', (chunk) => {
      received += chunk
    })
    socket.on('error', () => {})
    socket.on('close', () => resolve(received))
  })
}

function connectionsOf(): Promise<number> {
  return new Promise((resolve) => app.server.getConnections((_, count) => resolve(count)))
}

describe('a collection whose attributes nobody has stated yet', () => {
  /** As of a store that an older version made and that cannot be written to. */
  class Unattributed extends MemoryCollections {
    override async collection(digest: Uint8Array) {
      const record = await super.collection(digest)
      return record && { ...record, attributes: new Map<string, Uint8Array>() }
    }

    override async collections(filters: ReadonlyMap<string, Uint8Array>, from: number, to: number) {
      return filters.size > 0 ? { digests: [], total: 0 } : super.collections(filters, from, to)
    }
  }

  it('has them all the same', async () => {
    const older = new Unattributed([
      { ...SEQCOL_FILES.base, aliases: [{ authority: 'insdc', alias: 'GCA_1.1' }] },
      SEQCOL_FILES.subset,
    ])
    const old = createApp({ store: new MemoryStore([]), collections: older, version: '0.0.0' })
    const { ask: askOld } = await listen(old)
    for (const url of [
      `/collection/${base}?level=1`,
      `/collection/${base}`,
      `/comparison/${base}/${subset}`,
      `/comparison/${base}/${base}`,
      '/attribute/collection/names/insdc:GCA_1.1',
    ]) {
      const answers = [await askOld(url), await ask(url)]
      expect([url, ...answers.map(({ status }) => status)]).toEqual([url, 200, 200])
      expect(answers[0]!.body).toBe(answers[1]!.body)
    }
    await old.close()
  })
})
