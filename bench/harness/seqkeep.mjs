// Runs the built command line and measures it as a whole process.
import { once } from 'node:events'
import { get } from 'node:http'
import { runProgram, startProgram, timeProgram } from './run-program.mjs'

const MAIN = new URL('../../dist/cli/main.js', import.meta.url).pathname

/** Runs a command to its end. */
export function seqkeep(args) {
  return runProgram(process.execPath, [MAIN, ...args])
}

/** Runs a program of Node's to its end. */
export function runNode(args) {
  return runProgram(process.execPath, args)
}

/** Runs a command under GNU time: wall and CPU seconds, and the most memory it ever had. */
export function timed(args) {
  return timeProgram(process.execPath, [MAIN, ...args])
}

/** Starts a server on a free port and asks it for one answer, of the given path. */
export async function serve(store, args = [], path = '/sequence/service-info') {
  const started = performance.now()
  const command = [MAIN, 'serve', '--port', '0', '--store', store, ...args]
  const options = { ready: /at (http:\S+)\// }
  const { said: url, pid, stop } = await startProgram(process.execPath, command, options)
  try {
    await firstAnswer(`${url}${path}`)
  } catch (error) {
    await stop()
    throw error
  }
  return { url, pid, firstAnswerMs: performance.now() - started, stop }
}

/** Not by fetch, whose first call takes 30 ms by itself. */
async function firstAnswer(url) {
  const [answer] = await once(get(url, { agent: false }), 'response')
  if (answer.statusCode !== 200) throw new Error(`${url}: ${answer.statusCode}`)
  answer.resume()
  await once(answer, 'end')
}
