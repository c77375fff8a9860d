import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Knows which connections have an answer under way. `server.closeIdleConnections()` of Node takes
 * an answer for done when its last byte was handed over, not when it was sent, and would cut the
 * end off for a slow client; it also leaves alone what becomes idle later.
 */
export class Connections {
  readonly #answers = new Map<Socket, number>()
  readonly #last = new WeakSet<Socket>()
  readonly #newest = new WeakMap<Socket, { request: IncomingMessage; response: ServerResponse }>()
  #closing = false

  /** Follows a server's connections, and takes the place of its `closeIdleConnections`. */
  track(server: Server): void {
    server.on('connection', (socket: Socket) => {
      this.#answers.set(socket, 0)
      socket.once('close', () => this.#answers.delete(socket))
    })
    server.closeIdleConnections = () => this.closeIdle()
  }

  /** Counts an answer in until it is sent or its connection is gone. */
  begin(request: IncomingMessage, response: ServerResponse): void {
    const { socket } = request
    this.#newest.set(socket, { request, response })
    this.#answers.set(socket, (this.#answers.get(socket) ?? 0) + 1)
    response.once('close', () => {
      const left = this.#answers.get(socket)
      if (left === undefined) return
      this.#answers.set(socket, left - 1)
      if (left === 1 && (this.#closing || this.#last.has(socket))) socket.destroySoon()
      else if (left === 2 && this.#last.has(socket) && !this.#complete(socket)) socket.destroySoon()
    })
  }

  /** The answer that waits for more of its request, if it is the only one under way. */
  waiting(socket: Socket): ServerResponse | undefined {
    if (this.#answers.get(socket) !== 1 || this.#complete(socket)) return undefined
    return this.#newest.get(socket)?.response
  }

  /**
   * Lets a connection end with the answers that are under way.
   *
   * @returns Whether there are any: nothing else may then be written to the connection.
   */
  closeAfterAnswers(socket: Socket): boolean {
    this.#last.add(socket)
    return (this.#answers.get(socket) ?? 0) > 0
  }

  #complete(socket: Socket): boolean {
    return this.#newest.get(socket)?.request.complete ?? true
  }

  /** Closes idle connections now, and each other one when its answers are sent. */
  closeIdle(): void {
    this.#closing = true
    for (const [socket, answers] of this.#answers) if (answers === 0) socket.destroySoon()
  }
}
