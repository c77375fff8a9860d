import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/**
 * Knows which connections have an answer under way. `server.closeIdleConnections()` of Node takes
 * an answer for done when its last byte was handed over, not when it was sent, and would cut the
 * end off for a slow client; it also leaves alone what becomes idle later.
 */
export class Connections {
  readonly #answers = new Map<Socket, number>()
  readonly #last = new WeakSet<Socket>()
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
  begin(socket: Socket, response: ServerResponse): void {
    this.#answers.set(socket, (this.#answers.get(socket) ?? 0) + 1)
    response.once('close', () => {
      const left = this.#answers.get(socket)
      if (left === undefined) return
      this.#answers.set(socket, left - 1)
      if (left === 1 && (this.#closing || this.#last.has(socket))) socket.destroySoon()
    })
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

  /** Closes idle connections now, and each other one when its answers are sent. */
  closeIdle(): void {
    this.#closing = true
    for (const [socket, answers] of this.#answers) if (answers === 0) socket.destroySoon()
  }
}
