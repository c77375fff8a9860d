import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from '../app.ts'
import { type Ask, listen, raw } from '../testing/client.ts'
import { MemoryStore } from '../testing/memory-store.ts'

const store = new MemoryStore([
  {
    residues: 'ACGT',
    aliases: [
      { authority: 'insdc', alias: 'X' },
      { authority: 'insdc', alias: 'BK006935.2' },
      { authority: 'local', alias: 'a/b ?é%' },
    ],
  },
  { residues: 'GGAA', aliases: [{ authority: 'insdc', alias: 'X' }] },
])
const MD5 = 'f1f8f4bf413b16ad135722aa4591043e'
const TRUNC512 = '68a178f7c740c5c240aa67ba41843b119d3bf9f8b0f0ac36'
const B64 = 'aKF498dAxcJAqme6QYQ7EZ07-fiw8Kw2'

const app = createApp({ store, version: '0.0.0', basePaths: ['/data/refget'] })
let ask: Ask
let port: number
beforeAll(async () => {
  ;({ ask, port } = await listen(app))
})
afterAll(() => app.close())

async function expectSequence(ids: readonly string[], body = 'ACGT'): Promise<void> {
  for (const id of ids) {
    const answer = await ask(`/sequence/${id}`)
    expect([id, answer.status, answer.body]).toEqual([id, 200, body])
    expect((await ask(`/sequence/${id}/metadata`)).status).toBe(200)
  }
}

async function expectStatus(status: number, ids: readonly string[]): Promise<void> {
  for (const id of ids) {
    for (const url of [`/sequence/${id}`, `/sequence/${id}/metadata`]) {
      const answer = await ask(url)
      expect([url, answer.status]).toEqual([url, status])
      expect(JSON.parse(answer.body)).toMatchObject({ status })
    }
  }
}

describe('an identifier', () => {
  it('row 20: has hex in any case, and base64url in its own', async () => {
    await expectSequence([MD5, MD5.toUpperCase(), `F1f8${MD5.slice(4)}`])
    await expectSequence([TRUNC512, TRUNC512.toUpperCase(), `SQ.${B64}`])
    await expectStatus(404, [`SQ.${B64.toUpperCase()}`, `sq.${B64}`])
  })

  it('row 21: may have a namespace, in any case, its colon encoded or not', async () => {
    await expectSequence([`md5:${MD5}`, `MD5:${MD5}`, `ga4gh:SQ.${B64}`, `GA4GH:SQ.${B64}`])
    await expectSequence([`ga4gh%3ASQ.${B64}`, `trunc512:${TRUNC512}`, `VMC:GS_${B64}`])
    await expectSequence(['insdc:BK006935.2', 'INSDC:BK006935.2', 'insdc%3aBK006935.2'])
  })

  it('row 22: is unknown when its namespace is of another kind', async () => {
    await expectStatus(404, [`ga4gh:${MD5}`, `md5:${TRUNC512}`, 'foo:bar', `SQ.${B64.slice(1)}`])
    await expectStatus(404, [`ga4gh:SQ.${B64}=`, `VMC:SQ.${B64}`, `ga4gh:${B64}`, 'md5:', ':'])
  })

  it('row 23: is unknown as base64url without SQ.', async () => {
    await expectStatus(404, [B64])
  })

  it('row 24: is answered with 300 and the list when it names several', async () => {
    const answer = await ask('/sequence/insdc:X')
    expect(answer.status).toBe(300)
    const ids = [`ga4gh:SQ.${B64}`, 'ga4gh:SQ.YBbVX0dLKG1ieEDCiMmkrTZFt_Z5Vdaj']
    expect(JSON.parse(answer.body)).toMatchObject({
      status: 300,
      error: 'SEVERAL_SEQUENCES',
      sequences: ids.map((id) => ({ id, url: `/sequence/${id}`, length: 4 })),
    })
    const based = await ask('/data/refget/sequence/insdc:X/metadata')
    expect(based.status).toBe(300)
    const [first] = JSON.parse(based.body).sequences
    expect(first.url).toBe(`/data/refget/sequence/${ids[0]}/metadata`)
    expect((await ask(first.url)).status).toBe(200)
  })

  it('row 25: is unknown when odd, 400 when undecodable, 414 when oversized', async () => {
    await expectSequence([`local:${encodeURIComponent('a/b ?é%')}`])
    await expectStatus(404, ['a%2Fb', '..%2F..%2Fetc%2Fpasswd', '%00', '%C3%A9', '%25FF', '%2e%2e'])
    await expectStatus(404, ['Garbagechecksum', 'some1111garbage1111ID', '*', '-', '__proto__'])
    for (const path of ['a/b', '../x', '../../etc/passwd', 'a/b/metadata', '..']) {
      expect([path, (await ask(`/sequence/${path}`)).status]).toEqual([path, 404])
    }
    await expectStatus(400, ['%FF', '%', '%G0', '%E0%A4', '%C3', 'a%ff'])
    await expectStatus(414, ['x'.repeat(10_000), `insdc:${'%C3%A9'.repeat(2000)}`])
    await expectStatus(404, ['x'.repeat(5000)])
    expect((await ask(`/sequence/${MD5}?${'x'.repeat(10_000)}`)).status).toBe(414)
    expect((await ask(`/sequence/${'x'.repeat(60_000)}`)).status).toBe(414)
    const answer = await raw(
      port,
      `GET /sequence/${'x'.repeat(100_000)} HTTP/1.1\r\nHost: x\r\n\r\n`,
    )
    expect(answer).toMatch(/^HTTP\/1\.1 431 /)
    expect(JSON.parse(answer.slice(answer.indexOf('\r\n\r\n')))).toMatchObject({ status: 431 })
  })

  it('row 25: is unknown with bytes above ASCII that nobody encoded', async () => {
    const head = Buffer.from('GET /sequence/')
    const tail = Buffer.from(' HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n')
    for (const bytes of [Buffer.from('é'), Buffer.from([0xff, 0xfe])]) {
      const answer = await raw(port, Buffer.concat([head, bytes, tail]))
      expect(answer).toMatch(/^HTTP\/1\.1 40[04] /)
    }
  })
})

describe('a path', () => {
  it('row 26: is the same with trailing and doubled slashes', async () => {
    for (const path of [`/sequence/${MD5}/`, `//sequence/${MD5}`, `/sequence//${MD5}//`]) {
      expect([path, (await ask(path)).body]).toEqual([path, 'ACGT'])
      expect((await ask(`${path}?start=0&end=2`)).body).toBe('AC')
    }
    for (const path of ['', '/', '//']) {
      expect((await ask(`/sequence/${MD5}/metadata${path}`)).status).toBe(200)
      const info = await ask(`/sequence${path}/service-info${path}`)
      expect(JSON.parse(info.body)).toHaveProperty('refget')
      expect((await ask(`/sequence${path}`)).status).toBe(404)
    }
    expect((await ask('/sequence/service-info/metadata')).status).toBe(404)
  })

  it('answers under each base path as at the root', async () => {
    for (const path of [`/sequence/${MD5}`, '/sequence/service-info', '/ping', '/docs', '/']) {
      const [root, based] = [await ask(path), await ask(`/data/refget${path}`)]
      expect([path, based.status]).toEqual([path, root.status])
      expect(based.headers['content-type']).toBe(root.headers['content-type'])
    }
    expect((await ask('/data/refget')).status).toBe(200)
    expect((await ask('/data/sequence/x')).status).toBe(404)
  })

  it("may have the comma of Ensembl's document", async () => {
    const [plain, comma] = [
      await ask(`/sequence/${MD5}/metadata`),
      await ask(`/data/refget/sequence/${MD5}/,metadata`),
    ]
    expect(comma.body).toBe(plain.body)
  })
})
