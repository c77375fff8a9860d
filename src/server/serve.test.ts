import { Agent, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { createApp } from './app.ts'
import { PIECE } from './send-pieces.ts'
import { type RunningServer, serve, untilSignal } from './serve.ts'
import { VirtualStore } from './testing/memory-store.ts'

const LENGTH = 400 * PIECE
const store = new VirtualStore(LENGTH)
const path = `/sequence/${Buffer.from(store.record.md5).toString('hex')}`

async function start(): Promise<RunningServer & { port: number }> {
  const app = createApp({ store, version: '0.0.0' })
  const server = await serve(app, { host: '127.0.0.1', port: 0 })
  return { ...server, port: Number(new URL(server.url).port) }
}

const open = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket))
    socket.on('error', reject)
  })

const ask = (socket: Socket, query = '') =>
  socket.write(`GET ${path}${query} HTTP/1.1\r\nHost: x\r\n\r\n`)

/** Takes no more after the first bytes, so that the answer stays under way. */
const firstBytes = (socket: Socket): Promise<number> =>
  new Promise((resolve) => {
    socket.once('data', (chunk) => {
      socket.pause()
      resolve(chunk.length)
    })
  })

const closed = (socket: Socket) => new Promise((resolve) => socket.once('close', resolve))

/** Bytes that come from now on until the end. */
async function drain(socket: Socket): Promise<number> {
  let bytes = 0
  socket.on('data', (chunk) => {
    bytes += chunk.length
  })
  socket.resume()
  await closed(socket)
  return bytes
}

const refused = (port: number) =>
  open(port).then(
    () => false,
    (error: NodeJS.ErrnoException) => error.code === 'ECONNREFUSED',
  )

describe('a stopping server', () => {
  it('finishes streams, refuses connections and closes what is idle at once', async () => {
    const server = await start()
    const idle = await open(server.port)
    ask(idle, '?end=1')
    await firstBytes(idle)
    idle.resume()
    const streaming = await open(server.port)
    ask(streaming)
    const before = await firstBytes(streaming)

    let stopped = false
    const stop = server.stop().then(() => {
      stopped = true
    })
    await closed(idle)
    expect(await refused(server.port)).toBe(true)
    expect(stopped).toBe(false)
    expect(before + (await drain(streaming))).toBeGreaterThan(LENGTH)
    await stop
  })

  it('sends the end of an answer that was handed over whole to a slow client', async () => {
    const server = await start()
    const sockets = await Promise.all(Array.from({ length: 4 }, () => open(server.port)))
    // One piece each, again and again: far more than the kernel takes for a client that stands still.
    for (const socket of sockets) for (let i = 0; i < 60; i++) ask(socket, `?end=${PIECE}`)
    const before = await Promise.all(sockets.map(firstBytes))
    await sleep(100)
    const stop = server.stop()
    await sleep(100)
    const after = await Promise.all(sockets.map(drain))
    for (const [i, bytes] of after.entries()) {
      expect(before[i]! + bytes).toBeGreaterThan(60 * PIECE)
      expect(before[i]! + bytes).toBeLessThan(61 * PIECE)
    }
    await stop
  })

  it('closes a kept-alive connection when its answer is sent, not when it times out', async () => {
    const server = await start()
    const agent = new Agent({ keepAlive: true })
    const answered = new Promise<number>((resolve, reject) => {
      const outgoing = request(`${server.url}${path}`, { agent }, (incoming) => {
        let bytes = 0
        void server.stop()
        incoming.on('data', (chunk) => {
          bytes += chunk.length
        })
        incoming.on('end', () => resolve(bytes))
      })
      outgoing.on('error', reject)
      outgoing.end()
    })
    expect(await answered).toBe(LENGTH)
    // The keep-alive time is longer than the time limit of this test.
    await server.stop()
    agent.destroy()
  })

  it('is not ready', async () => {
    const server = await start()
    const streaming = await open(server.port)
    ask(streaming)
    await firstBytes(streaming)
    const stop = server.stop()
    // Behind the stream on the same connection, which alone is still open.
    streaming.write('GET /readyz HTTP/1.1\r\nHost: x\r\n\r\n')
    let end = ''
    streaming.on('data', (chunk) => {
      end = (end + chunk.toString('latin1')).slice(-1000)
    })
    streaming.resume()
    await closed(streaming)
    expect(end).toContain('HTTP/1.1 503 ')
    await stop
  })
})

describe('a signal', () => {
  afterEach(() => vi.restoreAllMocks())

  it('stops in good order, a second one at once', async () => {
    const exit = vi.spyOn(process, 'exit').mockImplementation((() => {}) as never)
    let finish = () => {}
    const stop = vi.fn(
      () =>
        new Promise<void>((resolve) => {
          finish = resolve
        }),
    )
    const done = untilSignal(stop)
    expect(stop).not.toHaveBeenCalled()
    process.emit('SIGTERM', 'SIGTERM')
    await sleep(0)
    expect(stop).toHaveBeenCalledOnce()
    expect(exit).not.toHaveBeenCalled()
    process.emit('SIGINT', 'SIGINT')
    expect(exit).toHaveBeenCalledExactlyOnceWith(130)
    finish()
    await done
    expect(stop).toHaveBeenCalledOnce()
  })
})
