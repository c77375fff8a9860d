import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDoor } from './door.ts'
import { FIXED_HEADERS } from './fixed-headers.ts'
import { sendAtOnce } from './send-at-once.ts'
import { raw } from './testing/client.ts'

const BODY = 'ACGT'.repeat(50)
const HEADERS = ['Content-Type', 'text/plain', 'Content-Length', '200', 'ETag', '"x"']

const events: string[] = []
const server = createDoor((request, response) => {
  response.on('finish', () => events.push(`finish ${response.statusCode}`))
  response.on('close', () => events.push('close'))
  const status = request.url!.endsWith('part') ? 206 : 200
  if (request.url!.startsWith('/node'))
    response.writeHead(status, [...FIXED_HEADERS, ...HEADERS]).end(BODY, 'latin1')
  else sendAtOnce(response, { status, headers: HEADERS, body: BODY })
  expect([response.headersSent, response.writableEnded]).toEqual([true, true])
})

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => new Promise((resolve) => server.close(resolve)))

/** What a connection answers, until it is closed, without the seconds. */
async function answers(requests: (path: string) => string, path: string): Promise<string> {
  const { port } = server.address() as AddressInfo
  return (await raw(port, requests(path))).replace(/Date: .+/g, (date) => date.replace(/\d/g, '0'))
}

const END = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'

describe.each([72_000, 500, 0])(
  'a small answer is what Node makes of it, idle for %s ms',
  (idle) => {
    beforeAll(() => {
      server.keepAliveTimeout = idle
    })

    it.each([
      ['once', (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n${END}`],
      ['of a part', (path: string) => `GET ${path}/part HTTP/1.1\r\nHost: x\r\n\r\n${END}`],
      [
        'to requests in a row',
        (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`.repeat(9) + END,
      ],
      [
        'to the last',
        (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`,
      ],
      ['to HEAD', (path: string) => `HEAD ${path} HTTP/1.1\r\nHost: x\r\n\r\n${END}`],
      ['to HTTP/1.0', (path: string) => `GET ${path} HTTP/1.0\r\n\r\n`],
      [
        'to HTTP/1.0 that keeps the connection',
        (path: string) => `GET ${path} HTTP/1.0\r\nConnection: keep-alive\r\n\r\n${END}`,
      ],
    ])('%s', async (_, requests) => {
      const ofNode = await answers(requests, '/node')
      expect(ofNode).toContain('HTTP/1.1 20')
      events.length = 0
      expect(await answers(requests, '/own')).toBe(ofNode)
      const count = ofNode.match(/HTTP\/1\.1/g)!.length
      expect(events.filter((event) => event.startsWith('finish'))).toHaveLength(count)
      expect(events.filter((event) => event === 'close')).toHaveLength(count)
    })
  },
)
