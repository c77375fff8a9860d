import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { pino } from 'pino'
import { afterEach, describe, expect, it } from 'vitest'
import { createApp } from './app.ts'
import { PIECE } from './send-pieces.ts'
import { listen, raw } from './testing/client.ts'
import { type MemoryStore, VirtualStore, virtualResidue } from './testing/memory-store.ts'

type App = ReturnType<typeof createApp>

const apps: App[] = []
afterEach(async () => {
  for (const app of apps.splice(0)) await app.close()
})

setFlagsFromString('--expose-gc')
const collectGarbage: () => void = runInNewContext('gc')

const pathOf = ({ record }: VirtualStore) => `/sequence/${Buffer.from(record.md5).toString('hex')}`

/** A server of one long sequence, and the lines of its log. */
async function serving(length: number, circular = false) {
  const store = new VirtualStore(length, circular)
  const lines: string[] = []
  const logger = pino({ level: 'warn' }, { write: (line: string) => lines.push(line) })
  const app = createApp({ store, version: '0.0.0', logger })
  apps.push(app)
  return { store, lines, app, path: pathOf(store), ...(await listen(app)) }
}

const text = (start0: number, end0: number) => {
  const bytes = Buffer.allocUnsafe(end0 - start0)
  for (let i = 0; i < bytes.length; i++) bytes[i] = virtualResidue(start0 + i)
  return bytes.toString('latin1')
}

const get = (path: string) => `GET ${path} HTTP/1.1\r\nHost: x\r\n\r\n`

/** Resolves once some of an answer has come; nothing more is read of it then. */
const openStream = (port: number, path: string): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(get(path)))
    socket.on('error', reject)
    socket.once('data', () => {
      socket.pause()
      resolve(socket)
    })
  })

/** Resolves when no read has happened for a while. */
async function quiet(store: MemoryStore): Promise<number> {
  for (let last = -1; last !== store.reads; ) {
    last = store.reads
    await sleep(100)
  }
  return store.reads
}

describe('a body', () => {
  it('is the same in one piece, in several and on their edges', async () => {
    const { ask, path } = await serving(5 * PIECE)
    for (const length of [1, 4096, 4097, PIECE - 1, PIECE, PIECE + 1, 2 * PIECE, 3 * PIECE + 5]) {
      const answer = await ask(`${path}?start=7&end=${7 + length}`)
      expect(answer.headers['content-length']).toBe(`${length}`)
      expect(answer.body === text(7, 7 + length)).toBe(true)
    }
  })

  it('runs across the origin within one piece and over many', async () => {
    const L = 4 * PIECE + 11
    const { ask, path } = await serving(L, true)
    for (const [start, end] of [
      [L - 5, 5],
      [L - 5, 2 * PIECE],
      [2 * PIECE, 7],
      [PIECE, PIECE - 1],
    ] as const) {
      const answer = await ask(`${path}?start=${start}&end=${end}`)
      expect(answer.status).toBe(200)
      expect(answer.body === text(start, L) + text(0, end)).toBe(true)
    }
  })

  it('comes in order to pipelined requests', async () => {
    const { port, path } = await serving(3 * PIECE)
    const requests = ['', '?end=3', '?start=9&end=12'].map((query) => get(path + query))
    const last = `GET ${path}?end=1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n`
    const answers = (await raw(port, requests.join('') + last)).split(/HTTP\/1\.1 200 OK\r\n/)
    const bodies = answers.slice(1).map((answer) => answer.slice(answer.indexOf('\r\n\r\n') + 4))
    expect(bodies.map(({ length }) => length)).toEqual([3 * PIECE, 3, 3, 1])
    expect(bodies[0] === text(0, 3 * PIECE)).toBe(true)
    expect(bodies.slice(1)).toEqual([text(0, 3), text(9, 12), text(0, 1)])
  })

  it('holds no buffer for a pipelined request before its turn', async () => {
    const { port, path, store } = await serving(200 * PIECE)
    const socket = await openStream(port, path)
    const before = await quiet(store)
    socket.write(get(path).repeat(100))
    expect(await quiet(store)).toBe(before)
    socket.destroy()
  })

  it('is that of each of many short parts, though their reads end in another order', async () => {
    const { ask, path, store } = await serving(100_000)
    const read = store.read.bind(store)
    // As a disk does: the bytes are there before anyone hears of it.
    store.read = async (...asked) => {
      await read(...asked)
      await sleep(Math.random() * 20)
    }
    await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        const [start, end] = [97 * i, 97 * i + 1 + ((i * 61) % 4096)]
        expect((await ask(`${path}?start=${start}&end=${end}`)).body).toBe(text(start, end))
      }),
    )
  })

  it('row 17: is read no faster than the client takes it', async () => {
    const { port, path, store } = await serving(5_000_000_000)
    const socket = await openStream(port, path)
    // What the kernel buffers on both ends, and the ring.
    expect(await quiet(store)).toBeLessThan(100)
    socket.destroy()
  })

  it('row 40: is read no further when the client leaves, a hundred times', async () => {
    const { port, path, store, app, lines } = await serving(5_000_000_000)
    const visit = async () => {
      const socket = await openStream(port, path)
      socket.destroy()
    }
    for (let i = 0; i < 20; i++) await visit()
    const after = await quiet(store)
    collectGarbage()
    const { external } = process.memoryUsage()
    for (let i = 0; i < 100; i++) await visit()
    expect(await quiet(store)).toBeLessThan(after + 100 * 100)
    await sleep(200)
    const connections = await new Promise((resolve) => {
      app.server.getConnections((_, count) => resolve(count))
    })
    expect(connections).toBe(0)
    expect(lines).toEqual([])
    // Each answer holds up to three pieces: 100 that were never let go would be 75 MiB.
    collectGarbage()
    expect(process.memoryUsage().external).toBeLessThan(external + 40 * PIECE * 3)
  })

  it('row 40: ends with the connection when a later read fails', async () => {
    const { port, path, store, lines } = await serving(40 * PIECE)
    store.onRead = (start0) => {
      if (start0 >= 20 * PIECE) throw new Error('disk on fire')
    }
    const answer = await raw(port, get(path))
    const body = answer.slice(answer.indexOf('\r\n\r\n') + 4)
    expect(answer).toMatch(/^HTTP\/1\.1 200 /)
    expect(answer).toContain(`Content-Length: ${40 * PIECE}\r\n`)
    expect(body.length).toBeLessThanOrEqual(20 * PIECE)
    expect(body === text(0, body.length)).toBe(true)
    expect(lines.join('')).toContain('disk on fire')
  })

  it('row 40: is a 500 without the cause when the first read fails', async () => {
    const { ask, path, store, lines } = await serving(40 * PIECE)
    store.onRead = () => {
      throw new Error('disk on fire')
    }
    for (const query of ['', '?end=5']) {
      const answer = await ask(path + query)
      expect(answer.status).toBe(500)
      expect(JSON.parse(answer.body)).toMatchObject({ status: 500, error: 'STORAGE_FAULT' })
      expect(answer.body).not.toMatch(/fire|at |\.ts/)
      expect(answer.headers.etag).toBeUndefined()
      expect(answer.headers['cache-control']).toBe('no-store')
    }
    expect(lines.join('')).toContain('disk on fire')
  })

  it('stays whole when the client sends garbage behind its request', async () => {
    const { port, path } = await serving(20 * PIECE)
    const answer = await raw(port, `${get(path)}\x00garbage\r\n\r\n`)
    const body = answer.slice(answer.indexOf('\r\n\r\n') + 4)
    expect(body.length).toBe(20 * PIECE)
    expect(body === text(0, 20 * PIECE)).toBe(true)
  })
})
