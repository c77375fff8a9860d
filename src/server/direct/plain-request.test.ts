import { describe, expect, it } from 'vitest'
import { readPlainRequest } from './plain-request.ts'

const read = (text: string) => readPlainRequest(Buffer.from(text, 'latin1'))

describe('a plain request', () => {
  it('has its target and headers', () => {
    expect(
      read('GET /a/b:c-d_e.f~?start=1&end=2 HTTP/1.1\r\nHost: x\r\nACCEPT: a;q=1, b\r\n\r\n'),
    ).toEqual({
      path: '/a/b:c-d_e.f~',
      query: 'start=1&end=2',
      headers: { host: 'x', accept: 'a;q=1, b' },
    })
    expect(read('GET / HTTP/1.1\r\nhost:\t x y\t \r\nRange:\r\n\r\n')).toEqual({
      path: '/',
      query: '',
      headers: { host: 'x y', range: '' },
    })
  })

  it('may say that the connection is kept, as it is anyway', () => {
    const kept = 'GET / HTTP/1.1\r\nHost: x\r\nConnection: Keep-Alive\r\n\r\n'
    expect(read(kept)?.headers.connection).toBe('Keep-Alive')
  })
})

describe.each([
  ['another method', 'HEAD / HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a method in lower case', 'get / HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['another version', 'GET / HTTP/1.0\r\nHost: x\r\n\r\n'],
  ['an escape', 'GET /%41 HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a fragment', 'GET /#a HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a whole URL', 'GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['two spaces', 'GET  / HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a line end of LF', 'GET / HTTP/1.1\nHost: x\r\n\r\n'],
  ['a header with a line end of LF', 'GET / HTTP/1.1\r\nHost: x\n\r\n'],
  ['a CR in a header', 'GET / HTTP/1.1\r\nHost: x\ry\r\n\r\n'],
  ['an empty line before it', '\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['no end', 'GET / HTTP/1.1\r\nHost: x\r\n'],
  ['another behind it', 'GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a byte behind it', 'GET / HTTP/1.1\r\nHost: x\r\n\r\n\r\n'],
  ['no host', 'GET / HTTP/1.1\r\nAccept: x\r\n\r\n'],
  ['no headers', 'GET / HTTP/1.1\r\n\r\n'],
  ['a header twice', 'GET / HTTP/1.1\r\nHost: x\r\nhost: x\r\n\r\n'],
  ['a folded header', 'GET / HTTP/1.1\r\nHost: x\r\n y\r\n\r\n'],
  ['a space before the colon', 'GET / HTTP/1.1\r\nHost : x\r\n\r\n'],
  ['no colon', 'GET / HTTP/1.1\r\nHost: x\r\nAccept\r\n\r\n'],
  ['a control character', 'GET / HTTP/1.1\r\nHost: x\u0000\r\n\r\n'],
  ['what is not ASCII', 'GET / HTTP/1.1\r\nHost: \u00e4\r\n\r\n'],
  ['a body', 'GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n'],
  ['chunks', 'GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n'],
  ['an expectation', 'GET / HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\n\r\n'],
  ['another protocol', 'GET / HTTP/1.1\r\nHost: x\r\nUpgrade: h2c\r\n\r\n'],
  ['an end of the connection', 'GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n'],
  ['too much', `GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(5000)}\r\n\r\n`],
])('a request with %s', (_, text) => {
  // Twice, as what was read once is known.
  it.each([1, 2])('is for Node', () => expect(read(text)).toBeUndefined())
})
