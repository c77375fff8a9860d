// Runs the built command line and measures it as a whole process.
import { spawn } from 'node:child_process'
import { once } from 'node:events'

const MAIN = new URL('../dist/cli/main.js', import.meta.url).pathname

/** Runs a command to its end. */
export function seqkeep(args) {
  return run(process.execPath, [MAIN, ...args])
}

/** Runs a program of Node's to its end. */
export function runNode(args) {
  return run(process.execPath, args)
}

/** Runs a command under GNU time: wall and CPU seconds, and the most memory it ever had. */
export async function timed(args) {
  const started = performance.now()
  const { stdout, stderr } = await run('/usr/bin/time', [
    ...['-f', '%U %S %M', process.execPath, MAIN],
    ...args,
  ])
  const seconds = (performance.now() - started) / 1000
  const [user, system, kilobytes] = stderr.trim().split('\n').at(-1).split(' ').map(Number)
  return { stdout, seconds, cpuSeconds: user + system, peakBytes: kilobytes * 1024 }
}

async function run(program, args) {
  const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const said = { stdout: '', stderr: '' }
  for (const stream of ['stdout', 'stderr']) {
    child[stream].on('data', (text) => {
      said[stream] += text
    })
  }
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${program} ${args.join(' ')}: exit ${code}\n${said.stderr}`)
  return said
}

/** Starts a server on a free port and asks it for one sequence. */
export async function serve(store, args = []) {
  const started = performance.now()
  const child = spawn(process.execPath, [MAIN, 'serve', '--port', '0', '--store', store, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let printed = ''
  let url
  while (!url) {
    const [text] = await once(child.stdout, 'data')
    printed += text
    url = /at (http:\S+)\//.exec(printed)?.[1]
  }
  const answer = await fetch(`${url}/sequence/service-info`)
  await answer.arrayBuffer()
  return {
    url,
    pid: child.pid,
    firstAnswerMs: performance.now() - started,
    async stop() {
      child.kill()
      await once(child, 'exit')
    },
  }
}
