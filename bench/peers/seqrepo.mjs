import { join } from 'node:path'
import { bytesIn } from '../harness/files.mjs'
import { startProgram, timeProgram } from '../harness/run-program.mjs'
import { writeTargets } from './input.mjs'
import { overHttp } from './over-http.mjs'
import { programOf, pythonVersions, script } from './places.mjs'

const python = programOf('seqrepo', 'bin', 'python')
// By the alias that it keeps, so that it has nothing to guess.
const at = (id) => `/refget/1/sequence/VMC:GS_${id.slice(3)}`

/** biocommons': BGZF files and SQLite, behind a service in Flask. */
export const seqrepo = {
  name: 'seqrepo',
  async version() {
    return python && (await pythonVersions(python, 'biocommons.seqrepo', 'seqrepo-rest-service'))
  },
  async ingest({ fasta }, folder) {
    const repo = join(folder, 'repo')
    const loaded = await timeProgram(python, [script('seqrepo-peer.py'), 'load', fasta, repo])
    return { ...loaded, diskBytes: bytesIn(repo) }
  },
  async read(input, folder) {
    const server = await startProgram(python, [
      script('seqrepo-peer.py'),
      ...['serve', join(folder, 'repo')],
    ])
    try {
      const url = `http://127.0.0.1:${server.said}`
      return await overHttp({ ...server, url }, input, at, writeTargets(input, 'seqrepo', at))
    } finally {
      await server.stop()
    }
  },
}
