import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createApp } from './app.ts'
import { type Ask, listen, raw } from './testing/client.ts'
import { MemoryStore } from './testing/memory-store.ts'

const SCRIPT = '<script>alert("x")</script>'
const store = new MemoryStore(
  [{ residues: 'ACGT', aliases: [{ authority: 'local', alias: SCRIPT }] }],
  { sha1: true },
)
const MD5 = 'f1f8f4bf413b16ad135722aa4591043e'

let healthy = true
const lines: string[] = []
const app = createApp({
  store,
  version: '9.8.7',
  basePaths: ['data/refget/', '/data/refget'],
  ready: async () => healthy,
  logger: pino({ level: 'info' }, { write: (line: string) => lines.push(line) }),
})
let ask: Ask
let port: number
beforeAll(async () => {
  ;({ ask, port } = await listen(app))
})
afterAll(() => app.close())

describe('the server', () => {
  it('shows a page to people, with names escaped and links that work', async () => {
    for (const prefix of ['', '/data/refget']) {
      const { body, headers } = await ask(`${prefix}/`, {
        headers: { accept: 'text/html,*/*;q=0.8' },
      })
      expect(headers['content-type']).toBe('text/html; charset=utf-8')
      expect(headers['content-security-policy']).toContain("default-src 'none'")
      expect(body).not.toContain('<script')
      const links = [...body.matchAll(/href="([^"]+)"/g)].map(([, url]) => url!)
      expect(links.length).toBeGreaterThan(4)
      for (const link of links) {
        expect(link.startsWith(`${prefix}/`)).toBe(true)
        expect([link, (await ask(link.replaceAll('&#38;', '&'))).status]).toEqual([link, 200])
      }
    }
  })

  it('tells programs the same as JSON', async () => {
    const { body, headers } = await ask('/')
    expect(headers['content-type']).toBe('application/json; charset=utf-8')
    expect(JSON.parse(body)).toMatchObject({ version: '9.8.7', sequences: 1, residues: 4 })
  })

  it('says whether it is alive and ready', async () => {
    expect((await ask('/healthz')).body).toBe('{"status":"ok"}')
    expect((await ask('/readyz')).status).toBe(200)
    healthy = false
    const answer = await ask('/readyz')
    healthy = true
    expect([answer.status, JSON.parse(answer.body).error]).toEqual([503, 'NOT_READY'])
    expect((await ask('/data/refget/healthz')).status).toBe(404)
  })

  it('answers what is not HTTP with 400 in JSON', async () => {
    for (const bytes of ['garbage\r\n\r\n', 'GET / HTTP/9.9\r\n\r\n', 'FOO / HTTP/1.1\r\n\r\n']) {
      const answer = await raw(port, bytes)
      expect(answer).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
      const body = answer.slice(answer.indexOf('\r\n\r\n') + 4)
      expect(JSON.parse(body)).toMatchObject({ status: 400, error: 'BAD_REQUEST' })
      expect(answer).toContain(`Content-Length: ${body.length}\r\n`)
    }
  })

  it('logs a line for each request at level info', async () => {
    await ask(`/sequence/${MD5}?end=2`)
    const line = JSON.parse(lines.findLast((text) => text.includes('?end=2'))!)
    expect(line).toMatchObject({ method: 'GET', url: `/sequence/${MD5}?end=2`, status: 200 })
  })

  it('hides the cause of a failure', async () => {
    const failing = new MemoryStore([])
    failing.find = async () => {
      throw new Error('secret')
    }
    const log: string[] = []
    const logger = pino({}, { write: (line: string) => log.push(line) })
    const broken = createApp({ store: failing, version: '0', logger })
    const { ask: askBroken } = await listen(broken)
    const answer = await askBroken(`/sequence/${MD5}`)
    expect(JSON.parse(answer.body)).toMatchObject({ status: 500, error: 'INTERNAL' })
    expect(answer.body).not.toContain('secret')
    expect(log.join('')).toContain('secret')
    await broken.close()
  })
})

interface Operation {
  readonly parameters?: readonly { readonly name: string; readonly example?: string }[]
  readonly responses: object
}

function withExamples(path: string, parameters: Operation['parameters'] = []): string {
  return path.replace(/{(\w+)}/g, (_, asked) => {
    const { example } = parameters.find(({ name }) => name === asked)!
    return example!
  })
}

describe('the OpenAPI document', () => {
  it('names routes that answer, each response code and media type once', async () => {
    for (const prefix of ['', '/data/refget']) {
      const document = JSON.parse((await ask(`${prefix}/openapi.json`)).body)
      expect(document.openapi).toBe('3.1.0')
      expect(document.servers).toEqual([{ url: prefix || '/' }])
      for (const [path, { get }] of Object.entries<{ get?: Operation }>(document.paths)) {
        if (!get) continue
        const answer = await ask(prefix + withExamples(path, get.parameters))
        expect([path, answer.status]).toEqual([path, 200])
        const [type] = answer.headers['content-type']!.split(';')
        const responses = get.responses as Record<string, { content: object }>
        expect(Object.keys(responses['200']!.content)).toContain(type)
      }
    }
  })

  it('resolves every reference in itself', async () => {
    const { body } = await ask('/openapi.json')
    const document = JSON.parse(body)
    const names = [...body.matchAll(/"#\/components\/schemas\/(\w+)"/g)].map(([, name]) => name)
    expect(names.length).toBeGreaterThan(10)
    for (const name of names) expect(Object.keys(document.components.schemas)).toContain(name)
  })

  it('is shown at /docs without anything from elsewhere', async () => {
    const { body, headers } = await ask('/docs')
    expect(headers['content-type']).toBe('text/html; charset=utf-8')
    expect(body).toContain('/sequence/{id}/metadata')
    expect(body).not.toMatch(/<script|src=|https?:\/\//)
  })
})
