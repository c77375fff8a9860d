import type { Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Connections } from '../connections.ts'
import { onTheWire, type SmallAnswer } from '../small-answer.ts'
import type { DirectRoutes } from './direct-routes.ts'
import { readPlainRequest } from './plain-request.ts'

/**
 * Answers small plain requests as they come from the socket, past Node's HTTP server, which takes 5 of the 12 us of such
 * an answer. Anything else goes to that server together with its connection, for good: it says the same, so that
 * nobody can tell.
 */
export function answerDirectly(
  server: Server,
  routes: DirectRoutes,
  connections: Connections,
): void {
  const [serveHttp] = server.listeners('connection') as ((socket: Socket) => void)[]
  server.off('connection', serveHttp!)
  server.on('connection', (socket: Socket) => {
    let asked = false
    const onData = (bytes: Buffer) => {
      // Who does not take his answers gets no more of them; Node's server stops reading then.
      const request = socket.writableLength === 0 ? readPlainRequest(bytes) : undefined
      const answer = request && routes.answer(request)
      if (answer instanceof Promise) void wait(answer, bytes)
      else send(answer, bytes)
    }
    const send = (answer: SmallAnswer | undefined, bytes: Buffer) => {
      const text = answer && onTheWire(answer, server.keepAliveTimeout)
      if (text === undefined) return handOver(bytes)
      if (!asked) {
        asked = true
        socket.setTimeout(server.keepAliveTimeout)
      }
      socket.write(text, 'latin1')
    }
    /** Reads no other request meanwhile, as answers go in the order of requests. */
    const wait = async (answer: Promise<SmallAnswer | undefined>, bytes: Buffer) => {
      const release = connections.hold(socket)
      socket.pause()
      const made = await answer.catch(() => undefined)
      if (socket.destroyed) return
      send(made, bytes)
      socket.resume()
      // By then Node's server has begun what was handed over.
      setImmediate(release)
    }
    const handOver = (bytes: Buffer) => {
      socket.off('data', onData).off('end', onEnd).off('error', onError).off('timeout', onTimeout)
      socket.setTimeout(0)
      serveHttp!.call(server, socket)
      socket.unshift(bytes)
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
