import {
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
  STATUS_CODES,
} from 'node:http'
import type { Socket } from 'node:net'
import { Connections } from './connections.ts'
import { answerDirectly } from './direct/direct-connection.ts'
import type { DirectRoutes } from './direct/direct-routes.ts'
import { ProtocolError } from './errors.ts'
import { keepTickShape } from './keep-tick-shape.ts'
import { errorHeaders } from './send-error.ts'

/** Longest URL, in bytes: enough for an alias of 2,600 bytes with each of them escaped. */
export const URL_LIMIT = 8192

/** Bytes of URL and headers together; a longer URL is answered with 414 up to here, then with 431. */
const HEADER_LIMIT = 64 * 1024

const TIMEOUTS = {
  /** Longer than the 60 s after which load balancers drop an idle connection. */
  keepAliveTimeout: 72_000,
  headersTimeout: 20_000,
  // A collection of 256 MiB, at 7 Mbit/s.
  requestTimeout: 300_000,
  connectionsCheckingInterval: 5_000,
}

/**
 * Makes the HTTP server that stands before the router: it refuses what is no request at all and
 * URLs that are too long, and keeps count of connections so that they can be closed in good order.
 *
 * @param direct What needs no router; all goes through it if absent.
 */
export function createDoor(
  route: (request: IncomingMessage, response: ServerResponse) => void,
  direct?: DirectRoutes,
): Server {
  keepTickShape()
  const connections = new Connections()
  const server = createServer(
    { ...TIMEOUTS, maxHeaderSize: HEADER_LIMIT, noDelay: true },
    (request, response) => {
      connections.begin(request, response)
      if (request.url!.length > URL_LIMIT) refuse(response)
      else route(request, response)
    },
  )
  if (direct) answerDirectly(server, direct, connections)
  connections.track(server)
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // The rest of its body will never come: whoever waits for it must hear of that.
    const waiting = connections.waiting(socket)
    if (waiting && (waiting.headersSent || !socket.writable)) return void socket.destroy()
    if (waiting) return answerMalformed(error, socket)
    // An error text in the middle of an answer would become part of a sequence.
    if (!connections.closeAfterAnswers(socket)) answerMalformed(error, socket)
  })
  return server
}

function refuse(response: ServerResponse): void {
  const error = new ProtocolError('URL_TOO_LONG', { limit: URL_LIMIT })
  response.writeHead(error.status, errorHeaders(error))
  response.end(error.body)
}

function answerMalformed(cause: NodeJS.ErrnoException, socket: Socket): void {
  if (!socket.writable || cause.code === 'ECONNRESET') return
  const error = new ProtocolError(
    cause.code === 'HPE_HEADER_OVERFLOW'
      ? 'HEADERS_TOO_LARGE'
      : cause.code === 'ERR_HTTP_REQUEST_TIMEOUT'
        ? 'REQUEST_TIMEOUT'
        : 'BAD_REQUEST',
  )
  const headers = Object.entries({ ...errorHeaders(error), Connection: 'close' })
  socket.end(
    `HTTP/1.1 ${error.status} ${STATUS_CODES[error.status]}\r\n` +
      `${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${error.body}`,
  )
  // Closing at once, with unread bytes of the request at hand, would make the kernel send a reset
  // that can overtake the answer.
  setTimeout(() => socket.destroy(), 1000).unref()
}
