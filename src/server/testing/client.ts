import { type IncomingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'
import type { FastifyInstance } from 'fastify'

/** An answer, whole. */
export interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** Asks over a socket of its own; the URL and headers are sent exactly as given. */
export type Ask = (
  url: string,
  options?: { method?: string; headers?: Record<string, string | string[]>; body?: string },
) => Promise<Answer>

/** Starts an app on a free port. */
export async function listen(app: FastifyInstance): Promise<{ port: number; ask: Ask }> {
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as { port: number }
  const ask: Ask = (path, { method = 'GET', headers = {}, body } = {}) =>
    new Promise((resolve, reject) => {
      // Node would send the body of a GET without a length, which makes it a request of its own.
      const length = body === undefined ? {} : { 'content-length': `${Buffer.byteLength(body)}` }
      const outgoing = request({
        port,
        host: '127.0.0.1',
        path,
        method,
        headers: { ...headers, ...length },
        agent: false,
      })
      outgoing.on('error', reject)
      outgoing.on('response', (incoming) => {
        const chunks: Buffer[] = []
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk))
        incoming.on('error', reject)
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode!,
            headers: incoming.headers,
            body: Buffer.concat(chunks).toString(),
          }),
        )
      })
      outgoing.end(body)
    })
  return { port, ask }
}

/** Sends bytes as they are and resolves to all that comes back until the server closes. */
export function raw(port: number, bytes: string | Buffer): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes))
    const chunks: Buffer[] = []
    socket.on('data', (chunk) => chunks.push(chunk))
    socket.on('error', reject)
    socket.on('end', () => socket.end())
    socket.on('close', () => resolve(Buffer.concat(chunks).toString('latin1')))
  })
}
