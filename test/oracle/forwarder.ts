import { once } from 'node:events'
import { connect, createServer, type Socket } from 'node:net'

/** Stands between a client and a server, byte for byte. */
export interface Forwarder {
  readonly url: string
  /** Connections that were made. */
  readonly connections: () => number
  close(): Promise<void>
}

/**
 * Listens on a free port for what another server answers.
 *
 * @param atHalf Cuts each answer's connection when half of its body has passed.
 */
export async function forward(to: string, { atHalf = false } = {}): Promise<Forwarder> {
  const { hostname, port } = new URL(to)
  const sockets = new Set<Socket>()
  let connections = 0
  const server = createServer((client) => {
    connections++
    const upstream = connect(Number(port), hostname)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    }
    client.pipe(upstream)
    upstream.on('end', () => client.end())
    let head = Buffer.alloc(0)
    let left: number | undefined
    upstream.on('data', (chunk) => {
      if (!atHalf) {
        client.write(chunk)
        return
      }
      if (left === undefined) {
        head = Buffer.concat([head, chunk])
        const body0 = head.indexOf('\r\n\r\n') + 4
        if (body0 < 4) return
        const [, length] = /^content-length: (\d+)/im.exec(head.toString('latin1', 0, body0))!
        left = body0 + Math.floor(Number(length) / 2)
        chunk = head
      }
      const part = chunk.subarray(0, left)
      left -= part.length
      client.write(part, () => {
        if (left === 0) client.destroy()
      })
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address() as { port: number }
  return {
    url: `http://127.0.0.1:${address.port}`,
    connections: () => connections,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
