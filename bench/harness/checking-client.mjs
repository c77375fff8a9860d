// Compares ranges that a server sends with residues in memory, over many connections at a time.
import { Agent, get } from 'node:http'
import { buffer } from 'node:stream/consumers'
import { random } from './genome.mjs'

/**
 * @param sequences Paths and residues.
 * @throws If any byte is another one.
 */
export async function checkRanges(url, sequences, options) {
  const wrong = await wrongRanges(url, sequences, options)
  if (wrong > 0) throw new Error(`${url}: wrong residues in ${wrong} of ${options.count} ranges`)
}

/** @returns How many ranges are not what they should be, of `count`. */
export async function wrongRanges(url, sequences, { count, size, seed, connections = 32 }) {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const next = random(seed)
  let left = count
  let wrong = 0
  const work = async () => {
    while (left-- > 0) {
      const { path, residues } = sequences[next() % sequences.length]
      const start = next() % Math.max(1, residues.length - size)
      const end = Math.min(start + size, residues.length)
      const body = await bodyOf(`${url}${path}?start=${start}&end=${end}`, agent)
      if (!body.equals(residues.subarray(start, end))) wrong++
    }
  }
  try {
    await Promise.all(Array.from({ length: connections }, work))
  } finally {
    agent.destroy()
  }
  return wrong
}

function bodyOf(url, agent) {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (answer) => {
      if (answer.statusCode === 200) buffer(answer).then(resolve, reject)
      else reject(new Error(`${url}: ${answer.statusCode}`))
    }).on('error', reject)
  })
}
