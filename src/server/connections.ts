import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** A connection, and the answers that are under way on it. */
interface Connection {
  answers: number
  /** Whether it ends with them. */
  last: boolean
  newest: { readonly request: IncomingMessage; readonly response: ServerResponse } | undefined
}

/**
 * Knows which connections have an answer under way. `server.closeIdleConnections()` of Node takes
 * an answer for done when its last byte was handed over, not when it was sent, and would cut the
 * end off for a slow client; it also leaves alone what becomes idle later.
 */
export class Connections {
  readonly #connections = new Map<Socket, Connection>()
  #closing = false

  /** Follows a server's connections, and takes the place of its `closeIdleConnections`. */
  track(server: Server): void {
    server.on('connection', (socket: Socket) => {
      this.#connections.set(socket, { answers: 0, last: false, newest: undefined })
      socket.once('close', () => this.#connections.delete(socket))
    })
    server.closeIdleConnections = () => this.closeIdle()
  }

  /** Counts an answer in until it is sent or its connection is gone. */
  begin(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request
    const connection = this.#connections.get(socket)
    if (!connection) return
    connection.newest = { request, response }
    connection.answers++
    // Not `once`: it comes once, and the wrapper would be taken off again for each answer.
    response.on('close', () => {
      connection.answers--
      if (connection.answers === 0 && (this.#closing || connection.last)) socket.destroySoon()
      else if (connection.answers === 1 && connection.last && !isComplete(connection)) {
        socket.destroySoon()
      }
    })
  }

  /**
   * Counts an answer in that has no request and response of Node's.
   *
   * @returns To be called when it is written.
   */
  hold(socket: Socket): () => void {
    const connection = this.#connections.get(socket)
    if (!connection) return () => {}
    connection.answers++
    return () => {
      connection.answers--
      if (connection.answers > 0) return
      if (this.#closing || connection.last) socket.destroySoon()
    }
  }

  /** The answer that waits for more of its request, if it is the only one under way. */
  waiting(socket: Socket): ServerResponse | undefined {
    const connection = this.#connections.get(socket)
    if (connection?.answers !== 1 || isComplete(connection)) return undefined
    return connection.newest?.response
  }

  /**
   * Lets a connection end with the answers that are under way.
   *
   * @returns Whether there are any: nothing else may then be written to the connection.
   */
  closeAfterAnswers(socket: Socket): boolean {
    const connection = this.#connections.get(socket)
    if (!connection) return false
    connection.last = true
    return connection.answers > 0
  }

  /** Closes idle connections now, and each other one when its answers are sent. */
  closeIdle(): void {
    this.#closing = true
    for (const [socket, { answers }] of this.#connections) if (answers === 0) socket.destroySoon()
  }
}

/** Whether the newest request of a connection is here as a whole. */
function isComplete({ newest }: Connection): boolean {
  return newest?.request.complete ?? true
}
