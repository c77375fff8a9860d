// Runs the built command line and measures it as a whole process.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'

const MAIN = new URL('../dist/cli/main.js', import.meta.url).pathname

/** Runs a command to its end. */
export async function seqkeep(args) {
  const child = spawn(process.execPath, [MAIN, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (text) => {
    stdout += text
  })
  child.stderr.on('data', (text) => {
    stderr += text
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`seqkeep ${args.join(' ')}: exit ${code}\n${stderr}`)
  return { stdout, stderr }
}

/** Runs a command under GNU time: wall and CPU seconds, and the most memory it ever had. */
export async function timed(args) {
  const started = performance.now()
  const child = spawn('/usr/bin/time', ['-f', '%U %S %M', process.execPath, MAIN, ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (text) => {
    stdout += text
  })
  child.stderr.on('data', (text) => {
    stderr += text
  })
  const [code] = await once(child, 'close')
  const seconds = (performance.now() - started) / 1000
  if (code !== 0) throw new Error(`seqkeep ${args.join(' ')}: exit ${code}\n${stderr}`)
  const [user, system, kilobytes] = stderr.trim().split('\n').at(-1).split(' ').map(Number)
  return { stdout, seconds, cpuSeconds: user + system, peakBytes: kilobytes * 1024 }
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
    processCpuSeconds: () => cpuSeconds(child.pid),
    async stop() {
      child.kill()
      await once(child, 'exit')
    },
  }
}

function cpuSeconds(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ')
  return (Number(fields[11]) + Number(fields[12])) / 100
}
