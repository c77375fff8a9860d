// A bare node:http server that answers each request with what another server has answered: the bound of
// what a server in Node can do. Run as a program it is that server.
import { createServer } from 'node:http'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { fileURLToPath } from 'node:url'
import { startProgram } from './run-program.mjs'

const PROGRAM = fileURLToPath(import.meta.url)

/** What Node's server adds by itself. */
const OWN = new Set(['date', 'connection', 'keep-alive'])

/** Starts one that answers as the given URL does, with every header, and proves it. */
export async function startBare(url) {
  const original = await rawAnswer(url)
  const answer = {
    headers: original.headers.filter(([name]) => !OWN.has(name.toLowerCase())),
    body: original.body,
    keepAlive: Number(/timeout=(\d+)/.exec(original.head)?.[1] ?? 5),
  }
  const server = await startProgram(process.execPath, [PROGRAM], { input: JSON.stringify(answer) })
  const bareUrl = `http://127.0.0.1:${server.said}`
  const same = await rawAnswer(`${bareUrl}/`)
  const told = ({ head, body }) => [
    ...head
      .replace(/Date: .*/, '')
      .split('\r\n')
      .sort(),
    body,
  ]
  if (`${told(same)}` !== `${told(original)}`) {
    await server.stop()
    throw new Error(`the bare server answers otherwise:\n${same.head}\nnot\n${original.head}`)
  }
  return { url: bareUrl, pid: server.pid, stop: server.stop }
}

/** Head and body as they are on the wire. */
async function rawAnswer(url) {
  const { hostname, port, pathname, search } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.write(`GET ${pathname}${search} HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n`)
  let all = ''
  for await (const chunk of socket) {
    all += chunk.toString('latin1')
    const end = all.indexOf('\r\n\r\n')
    const length = Number(/content-length: (\d+)/i.exec(all)?.[1])
    if (end > 0 && all.length >= end + 4 + length) break
  }
  const [head] = all.split('\r\n\r\n', 1)
  const [status, ...lines] = head.split('\r\n')
  if (!status.startsWith('HTTP/1.1 200')) throw new Error(`${url}: ${status}`)
  const headers = lines.map((line) => line.split(/: (.*)/).slice(0, 2))
  return { head, headers, body: all.slice(head.length + 4) }
}

if (process.argv[1] === PROGRAM) {
  const { headers, body, keepAlive } = JSON.parse(await text(process.stdin))
  const flat = headers.flat()
  const bytes = Buffer.from(body, 'latin1')
  const server = createServer((_, response) => response.writeHead(200, flat).end(bytes))
  server.keepAliveTimeout = keepAlive * 1000
  server.listen(0, '127.0.0.1', () => console.log(server.address().port))
}
