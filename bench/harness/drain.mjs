// Reads whole bodies and drops them, as leanly as Node can: one process, one buffer for all sockets. Run as a
// program it is that process.
import { connect } from 'node:net'
import { fileURLToPath } from 'node:url'
import { runProgram, startProgram } from './run-program.mjs'

const PROGRAM = fileURLToPath(import.meta.url)
const BUFFER = 1 << 20

/** Reads `count` bodies over each connection: seconds, bytes, and CPU seconds of the reader. */
export async function drain(url, { connections = 1, count = 1 } = {}) {
  const { stdout } = await runProgram(process.execPath, [PROGRAM, url, connections, count])
  return JSON.parse(stdout.split('\n')[1])
}

/** Reads again and again over each connection until `stop`, which returns the same figures. */
export async function startDrain(url, connections) {
  const { stop } = await startProgram(process.execPath, [PROGRAM, url, connections, 0])
  return { stop: async () => JSON.parse(await stop()) }
}

function stream({ hostname, port, pathname }, count, state) {
  return new Promise((resolve, reject) => {
    let read = 0
    let left
    const ask = () => {
      left = undefined
      socket.write(`GET ${pathname} HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n`)
    }
    const callback = (length, buffer) => {
      let bytes = length
      if (left === undefined) {
        const head = buffer.toString('latin1', 0, Math.min(length, 4096)).split('\r\n\r\n', 1)[0]
        left = Number(/content-length: (\d+)/i.exec(head)?.[1])
        if (!/^HTTP\/1\.[01] 200/.test(head) || !(left >= 0)) throw new Error(head)
        bytes -= Buffer.byteLength(head, 'latin1') + 4
      }
      left -= bytes
      state.bytes += bytes
      if (left < 0) throw new Error('more bytes than were announced')
      if (left > 0) return true
      if (++read === count) {
        socket.destroy()
        resolve()
      } else {
        ask()
      }
      return true
    }
    const socket = connect({ host: hostname, port, onread: { buffer: state.buffer, callback } })
    socket.on('connect', ask).on('error', reject)
    socket.on('end', () => reject(new Error(`${pathname}: ended before its length`)))
  })
}

if (process.argv[1] === PROGRAM) {
  const [url, connections, count] = process.argv.slice(2)
  const state = { bytes: 0, buffer: Buffer.alloc(BUFFER) }
  const started = performance.now()
  const tell = () => {
    const { user, system } = process.cpuUsage()
    const seconds = (performance.now() - started) / 1000
    console.log(JSON.stringify({ ...{ seconds, bytes: state.bytes }, cpu: (user + system) / 1e6 }))
    process.exit()
  }
  process.on('SIGTERM', tell)
  console.log('reading')
  const streams = Array.from({ length: Number(connections) }, () =>
    stream(new URL(url), Number(count), state),
  )
  await Promise.all(streams)
  tell()
}
