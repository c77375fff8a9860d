import type { IncomingHttpHeaders } from 'node:http'

/** A GET of which nothing counts but its target and its headers. */
export interface PlainRequest {
  /** Without escapes. */
  readonly path: string
  /** Behind the question mark, or empty. */
  readonly query: string
  readonly headers: IncomingHttpHeaders
}

/** No escape, no fragment, nothing that a router would look at twice. */
const REQUEST_LINE = /^GET (\/[\w.:/~-]*)(?:\?([\w.:/~=&*+,-]*))? HTTP\/1\.1\r\n/

/** One line of the headers (RFC 9110, section 5.5), in ASCII. */
const FIELD = /^([!#$%&'*+.^_`|~\w-]+):[ \t]*([\x21-\x7e](?:[\x20-\x7e\t]*[\x21-\x7e])?)?[ \t]*$/

/** What says where a request ends, or what becomes of its connection. */
const OF_THE_CONNECTION = new Set([
  'connection',
  'content-length',
  'expect',
  'http2-settings',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Bytes of a request; a longer one has more in it than is read here. */
const LONGEST = 4096

/** Headers that are kept once they are read: a client sends the same with each request. */
const REMEMBERED = 256
const known = new Map<string, IncomingHttpHeaders>()

/**
 * Reads what came on a connection, if that is one plain request and nothing else: HTTP/1.1 with a Host, no body, no
 * header twice, the connection kept. What HTTP has beside is for Node's server, which reads it from the first byte on.
 */
export function readPlainRequest(bytes: Buffer): PlainRequest | undefined {
  if (bytes.length > LONGEST) return undefined
  const text = bytes.toString('latin1')
  const line = REQUEST_LINE.exec(text)
  if (line === null) return undefined
  const block = text.slice(line[0].length)
  const headers = known.get(block) ?? readHeaders(block)
  return headers && { path: line[1]!, query: line[2] ?? '', headers }
}

function readHeaders(block: string): IncomingHttpHeaders | undefined {
  const end = block.indexOf('\r\n\r\n')
  if (end < 0 || end + 4 !== block.length) return undefined
  const headers: IncomingHttpHeaders = {}
  for (const line of block.slice(0, end).split('\r\n')) {
    const [, field, value = ''] = FIELD.exec(line) ?? []
    const name = field?.toLowerCase()
    if (name === undefined || Object.hasOwn(headers, name)) return undefined
    if (OF_THE_CONNECTION.has(name) && !keepsIt(name, value)) return undefined
    headers[name] = value
  }
  if (headers.host === undefined) return undefined
  if (known.size >= REMEMBERED) known.clear()
  known.set(block, headers)
  return headers
}

/** HTTP/1.1 does anyway, so that it says nothing. */
function keepsIt(name: string, value: string): boolean {
  return name === 'connection' && value.toLowerCase() === 'keep-alive'
}
