import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import { onTheWire } from '../small-answer.ts'
import type { DirectRoutes } from './direct-routes.ts'
import { readPlainRequest } from './plain-request.ts'

/**
 * Answers small plain requests as they come from the socket, past Node's HTTP server, which takes 5 of the 12 us of such
 * an answer. Anything else goes to that server together with its connection, for good:
 * what it says is what is said here, so that nobody can tell.
 */
export function answerDirectly(server: Server, routes: DirectRoutes): void {
  const [serveHttp] = server.listeners('connection') as ((socket: Socket) => void)[]
  server.off('connection', serveHttp!)
  server.on('connection', (socket: Socket) => {
    let asked = false
    const onData = (bytes: Buffer) => {
      // Who does not take his answers gets no more of them; Node's server stops reading then.
      const request = socket.writableLength === 0 ? readPlainRequest(bytes) : undefined
      const answer = request && routes.answer(request)
      const text = answer && onTheWire(answer, server.keepAliveTimeout)
      if (text === undefined) {
        socket.off('data', onData).off('end', onEnd).off('error', onError).off('timeout', onTimeout)
        socket.setTimeout(0)
        serveHttp!.call(server, socket)
        socket.unshift(bytes)
        return
      }
      if (!asked) {
        asked = true
        socket.setTimeout(server.keepAliveTimeout)
      }
      socket.write(text, 'latin1')
    }
    const onEnd = () => socket.end()
    const onError = () => socket.destroy()
    const onTimeout = () => {
      if (asked) socket.destroy()
      else server.emit('clientError', timedOut(), socket)
    }
    socket.on('data', onData).on('end', onEnd).on('error', onError).on('timeout', onTimeout)
    socket.setTimeout(server.headersTimeout)
  })
}

/** As Node's server has it when the headers do not come. */
function timedOut(): NodeJS.ErrnoException {
  const error: NodeJS.ErrnoException = new Error('no request came in time')
  error.code = 'ERR_HTTP_REQUEST_TIMEOUT'
  return error
}
