import { join } from 'node:path'
import { bytesIn } from '../harness/files.mjs'
import { runProgram, timeProgram } from '../harness/run-program.mjs'
import { programOf, pythonVersions, script } from './places.mjs'
import { planOf } from './plan.mjs'

const python = programOf('gtars', 'bin', 'python')

/** A library: there is no server. */
export const gtars = {
  name: 'gtars',
  async version() {
    return python && (await pythonVersions(python, 'gtars'))
  },
  async ingest({ fasta }, folder) {
    const store = join(folder, 'store')
    const loaded = await timeProgram(python, [script('gtars-peer.py'), 'load', fasta, store])
    return { ...loaded, diskBytes: bytesIn(store) }
  },
  async read(input, folder) {
    const args = [script('gtars-peer.py'), 'read', join(folder, 'store')]
    return JSON.parse((await runProgram(python, args, { input: planOf(input) })).stdout)
  },
}
