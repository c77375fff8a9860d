// Runs other programs to their end, or until they say that they listen.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { watchMemory } from './process.mjs'

/**
 * Runs a program to its end.
 *
 * @param onStart Is told its number.
 * @returns What it printed.
 * @throws If it ends with another code than 0.
 */
export async function runProgram(program, args, { input, onStart, ...options } = {}) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'pipe'], ...options })
  onStart?.(child.pid)
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr']) {
    child[stream].on('data', (text) => {
      said[stream] += text
    })
  }
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${program} ${args.join(' ')}: exit ${code}\n${said.stderr}`)
  return said
}

/** The same under GNU time: wall and CPU seconds, and the most anonymous memory that was seen. */
export async function timeProgram(program, args, options) {
  const started = performance.now()
  let memory
  const onStart = (pid) => {
    memory = watchMemory(pid)
  }
  const format = ['-f', '%U %S', program, ...args]
  const { stdout, stderr } = await runProgram('/usr/bin/time', format, { ...options, onStart })
  const seconds = (performance.now() - started) / 1000
  const [user, system] = stderr.trim().split('\n').at(-1).split(' ').map(Number)
  return { stdout, seconds, cpuSeconds: user + system, peakBytes: memory.stop() }
}

/** What timed programs took that ran one after another. */
export function oneAfterAnother(...programs) {
  const sum = (figure) => programs.reduce((all, each) => all + each[figure], 0)
  return {
    seconds: sum('seconds'),
    cpuSeconds: sum('cpuSeconds'),
    peakBytes: Math.max(...programs.map(({ peakBytes }) => peakBytes)),
  }
}

/**
 * Starts a program that prints something when it is ready, and runs until its end is asked for.
 *
 * @param ready What it prints: a first line, unless given.
 * @returns What matched, the process, and how to end it.
 */
export async function startProgram(program, args, { input, ready = /(.*)\n/, ...options } = {}) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'], ...options })
  const ended = once(child, 'close')
  child.stdin.on('error', () => {})
  child.stdin.end(input)
  let printed = ''
  let said = null
  while (!said) {
    const [text] = await Promise.race([once(child.stdout, 'data'), ended])
    if (child.exitCode !== null) throw new Error(`${program} ${args.join(' ')} has ended`)
    printed += text
    said = ready.exec(printed)
  }
  let rest = printed.slice(said.index + said[0].length)
  child.stdout.on('data', (text) => {
    rest += text
  })
  return {
    said: said[1],
    pid: child.pid,
    /** @returns What it printed since. */
    async stop() {
      if (child.exitCode === null && child.signalCode === null) child.kill()
      await ended
      return rest
    },
  }
}
