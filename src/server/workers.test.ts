import { execFileSync, spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { type IncomingMessage, request } from 'node:http'
import { join, resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const VIRTUAL_LENGTH = 100_000_000
/** The MD5 that a virtual store gives its sequence. */
const VIRTUAL = `/sequence/${createHash('md5').update('VIRTUAL').digest('hex')}`

const root = resolve(import.meta.dirname, '../..')
// Below node_modules, so that the compiled program finds the packages.
const out = join(root, 'node_modules/.cache', `seqkeep-workers-${process.pid}`)

beforeAll(() => {
  mkdirSync(out, { recursive: true })
  writeFileSync(join(out, 'package.json'), '{"type":"module"}')
  const compilerOptions = { noEmit: false, rootDir: join(root, 'src'), outDir: out }
  const files = [join(import.meta.dirname, 'testing/worker-app.ts')]
  const config = { extends: join(root, 'tsconfig.json'), compilerOptions, files, include: [] }
  writeFileSync(join(out, 'tsconfig.json'), JSON.stringify(config))
  execFileSync(join(root, 'node_modules/.bin/tsc'), ['-p', out], { stdio: 'inherit' })
})
afterAll(() => rmSync(out, { recursive: true, force: true }))

/** The program, what it printed, and a wait for a line of it. */
function run(...args: string[]) {
  const child = spawn(process.execPath, [join(out, 'server/testing/worker-app.js'), ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  const ended = new Promise<number | null>((done) => child.once('exit', done))
  const line = (pattern: RegExp): Promise<string> =>
    new Promise((done) => {
      const look = () => {
        const [, found] = pattern.exec(printed) ?? []
        if (found !== undefined) done(found)
      }
      child.stdout.on('data', look)
      look()
    })
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => {
      printed += chunk
    })
  }
  return { child, ended, line, printed: () => printed }
}

/** An answer of which nothing is read yet. */
const open = (port: string, path: string): Promise<IncomingMessage> =>
  new Promise((done, fail) => {
    // In the moment of a stop, the primary may accept a connection that no worker takes any more.
    const outgoing = request({ port, host: '127.0.0.1', path, agent: false, timeout: 2000 }, done)
    outgoing.on('timeout', () => outgoing.destroy(new Error('not taken')))
    outgoing.on('response', () => outgoing.setTimeout(0))
    outgoing.on('error', fail).end()
  })

const get = async (port: string, path: string): Promise<string> => text(await open(port, path))

async function drain(incoming: IncomingMessage): Promise<number> {
  let bytes = 0
  for await (const chunk of incoming) bytes += chunk.length
  return bytes
}

async function pids(port: string): Promise<Set<string>> {
  const answers = await Promise.allSettled(Array.from({ length: 20 }, () => get(port, '/pid')))
  return new Set(answers.flatMap((answer) => (answer.status === 'fulfilled' ? answer.value : [])))
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition()));
}

describe('workers', () => {
  it('share a port, are replaced when they die, and end in good order', async () => {
    const { child, ended, line, printed } = run('3')
    const port = await line(/port (\d+)/)
    await until(async () => (await pids(port)).size === 3)
    const [victim] = await pids(port)
    process.kill(Number(victim), 'SIGKILL')
    expect(await line(/died (\d+) SIGKILL/)).toBe(victim)
    await until(async () => {
      const alive = await pids(port)
      return alive.size === 3 && !alive.has(victim!)
    })
    child.kill('SIGTERM')
    expect(await ended).toBe(0)
    expect(printed()).toContain('ended')
    await expect(get(port, '/pid')).rejects.toThrow('ECONNREFUSED')
  })

  it('finish their streams after a signal, though it reaches them too', async () => {
    const { child, ended, line } = run('2')
    const port = await line(/port (\d+)/)
    const workers = await pids(port)
    const streams = await Promise.all(Array.from({ length: 4 }, () => open(port, VIRTUAL)))
    // As a terminal does: to the whole group.
    for (const pid of workers) process.kill(Number(pid), 'SIGINT')
    child.kill('SIGINT')
    await until(() => pids(port).then(({ size }) => size === 0))
    expect(await Promise.all(streams.map(drain))).toEqual(streams.map(() => VIRTUAL_LENGTH))
    expect(await ended).toBe(0)
  })

  it('that never start are given up, with the reason', async () => {
    const { ended, printed } = run('2', 'broken')
    expect(await ended).toBe(1)
    expect(printed()).toContain('no store')
    expect(printed()).toContain('did not start')
    expect(printed()).not.toMatch(/^port /m)
  })
})
