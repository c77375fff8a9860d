import { join } from 'node:path'
import { bytesIn } from '../harness/files.mjs'
import { random } from '../harness/genome.mjs'
import { runProgram, timeProgram } from '../harness/run-program.mjs'
import { SECONDS } from '../harness/settings.mjs'
import { programOf, pythonVersions, script } from './places.mjs'

const python = programOf('gtars', 'bin', 'python')

/** A library: there is no server, so calls are counted that cross no network. */
export const gtars = {
  name: 'gtars',
  async version() {
    return python && `${await pythonVersions(python, 'gtars')}, calls in the same process`
  },
  async ingest({ fasta }, folder) {
    const store = join(folder, 'store')
    const loaded = await timeProgram(python, [script('gtars-peer.py'), 'load', fasta, store])
    return { ...loaded, diskBytes: bytesIn(store) }
  },
  async read({ large, small, length, size, checks, round }, folder) {
    const next = random(round)
    const plan = {
      ...{ length, size, seconds: SECONDS, seed: round },
      large: large.map(({ id }) => id),
      small: small.map(({ id }) => id),
      checks: Array.from({ length: checks }, () => {
        const { id, residues } = large[next() % large.length]
        const start = next() % (length - size)
        return [id, start, start + size, residues.toString('latin1', start, start + size)]
      }),
    }
    const args = [script('gtars-peer.py'), 'read', join(folder, 'store')]
    return JSON.parse((await runProgram(python, args, { input: JSON.stringify(plan) })).stdout)
  },
}
