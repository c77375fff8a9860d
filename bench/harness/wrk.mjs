// Load by wrk: many connections, a URL of its own for each request.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { cpuSeconds } from './process.mjs'
import { timeProgram } from './run-program.mjs'
import { SECONDS } from './settings.mjs'

const LUA = fileURLToPath(new URL('load.lua', import.meta.url))

export function wrkVersion() {
  const { error, stdout } = spawnSync('wrk', ['-v'])
  return error ? undefined : /wrk (?:debian\/)?(\S+)/.exec(`${stdout}`)[1]
}

/** Ranges of `size` residues, drawn evenly from sequences of one length. */
export function ranges(paths, length, size, seed) {
  return [seed, 'ranges', length, size, ...paths]
}

/** Request targets drawn evenly from the lines of a file. */
export function lines(file, seed) {
  return [seed, 'lines', file]
}

/**
 * Asks a server as fast as it answers.
 *
 * @param urls What {@link ranges} or {@link lines} gave.
 * @returns Requests a second, milliseconds, CPU microseconds a request of the server and of wrk.
 * @throws If any answer is an error.
 */
export async function load(
  { url, pid },
  urls,
  { connections = 32, threads = 1, seconds = SECONDS } = {},
) {
  const before = cpuSeconds(pid)
  const wrk = await timeProgram('wrk', [
    ...['-t', threads, '-c', connections, '-d', `${seconds}s`],
    ...['--timeout', '10s', '-s', LUA, url, '--'],
    ...urls,
  ])
  const cpu = cpuSeconds(pid) - before
  const said = JSON.parse(wrk.stdout.trim().split('\n').at(-1))
  if (said.errors > 0 || said.requests === 0) {
    throw new Error(`${url}: ${said.errors} errors in ${said.requests} requests`)
  }
  return {
    rate: said.requests / said.seconds,
    p50: said.p50,
    p99: said.p99,
    cpu: (cpu / said.requests) * 1e6,
    loadCpu: (wrk.cpuSeconds / said.requests) * 1e6,
  }
}

/** The figures of a turn, named. */
export function figures(name, { rate, cpu, p50, p99 }) {
  return {
    [`${name}: requests/s`]: rate,
    [`${name}: server CPU us`]: cpu,
    [`${name}: p50 ms`]: p50,
    [`${name}: p99 ms`]: p99,
  }
}
