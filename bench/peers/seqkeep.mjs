import { join } from 'node:path'
import { bytesIn } from '../harness/files.mjs'
import { seqkeep as run, serve, timed } from '../harness/seqkeep.mjs'
import { writeTargets } from './input.mjs'
import { overHttp } from './over-http.mjs'

const at = (id) => `/sequence/${id}`

/** What the others are beside. */
export const seqkeep = {
  name: 'seqkeep',
  async version() {
    return `seqkeep ${(await run(['--version'])).stdout.trim()}, one process`
  },
  async ingest({ fasta }, folder) {
    const store = join(folder, 'store')
    const added = await timed(['add', '--store', store, fasta])
    return { ...added, diskBytes: bytesIn(store) }
  },
  async read(input, folder) {
    const server = await serve(join(folder, 'store'))
    try {
      return await overHttp(server, input, at, writeTargets(input, 'seqkeep', at))
    } finally {
      await server.stop()
    }
  },
}
