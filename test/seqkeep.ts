import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { afterAll, expect } from 'vitest'

/** The built command, as the package's `bin` names it: `npm run build` makes it. */
export const SEQKEEP = resolve(import.meta.dirname, '../dist/cli/main.js')

/** How a program ended and what it said. */
export interface Outcome {
  /** Exit code, or the signal that ended it. */
  readonly code: number | NodeJS.Signals
  readonly stdout: string
  readonly stderr: string
}

export interface RunOptions {
  readonly input?: string | Uint8Array
  readonly env?: NodeJS.ProcessEnv
  readonly cwd?: string
}

/** Runs a program to its end. A variable of `env` that is `undefined` is taken out. */
export async function run(
  program: string,
  args: readonly string[],
  { input = '', env, cwd }: RunOptions = {},
): Promise<Outcome> {
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env } })
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const closed = once(child, 'close')
  const [stdout, stderr] = await Promise.all([buffer(child.stdout), buffer(child.stderr)])
  const [code, signal] = await closed
  return { code: code ?? signal, stdout: stdout.toString(), stderr: stderr.toString() }
}

/** Runs a program that must succeed, and gives what it printed. */
export async function output(
  program: string,
  args: readonly string[],
  options?: RunOptions,
): Promise<string> {
  const { code, stdout, stderr } = await run(program, args, options)
  expect(code, `${program} ${args.join(' ')}\n${stderr}`).toBe(0)
  return stdout
}

/** Runs `seqkeep` to its end. */
export function seqkeep(args: readonly string[], options?: RunOptions): Promise<Outcome> {
  return run(process.execPath, [SEQKEEP, ...args], options)
}

/** Runs `seqkeep`, which must succeed, and gives what it printed. */
export function seqkeepOutput(args: readonly string[], options?: RunOptions): Promise<string> {
  return output(process.execPath, [SEQKEEP, ...args], options)
}

/** Runs `seqkeep ... --json`, which must succeed, and gives what it printed. */
export async function seqkeepJson<T>(args: readonly string[], options?: RunOptions): Promise<T> {
  return JSON.parse(await seqkeepOutput([...args, '--json'], options))
}

const directories: string[] = []
const servers = new Set<ChildProcess>()

/** An empty directory that goes when the tests of the file have ended. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'seqkeep-test-'))
  directories.push(directory)
  return directory
}

/** Starts `seqkeep serve` on a free port; it is stopped when the tests of the file have ended. */
export async function serve(store: string, args: readonly string[] = []): Promise<string> {
  const child = spawn(process.execPath, [
    ...[SEQKEEP, 'serve', '--port', '0', '--store', store],
    ...args,
  ])
  servers.add(child)
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  const ended = once(child, 'exit').then(([code]) => {
    servers.delete(child)
    throw new Error(`seqkeep serve ended (${code}) before it said where it listens:\n${said}`)
  })
  ended.catch(() => {})
  const listening = new Promise<string>((found) => {
    child.stdout.setEncoding('utf8').on('data', (text) => {
      said += text
      const url = /^at (http:\S+)\/ /m.exec(said)
      if (url) found(url[1]!)
    })
  })
  return Promise.race([listening, ended])
}

afterAll(async () => {
  const gone = [...servers].map((child) => once(child, 'exit'))
  for (const child of servers) child.kill('SIGTERM')
  await Promise.all(gone)
  for (const directory of directories) await rm(directory, { recursive: true, force: true })
})
