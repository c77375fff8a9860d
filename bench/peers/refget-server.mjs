import { copyFileSync } from 'node:fs'
import { join } from 'node:path'
import { bytesIn } from '../harness/files.mjs'
import { oneAfterAnother, startProgram, timeProgram } from '../harness/run-program.mjs'
import { writeTargets } from './input.mjs'
import { overHttp } from './over-http.mjs'
import { programOf } from './places.mjs'
import { hasSamtools } from './samtools.mjs'

const program = programOf('refget-server', 'release', 'refget-server-bench')
const at = (id) => `/sequence/${id}`

/** Fulcrum's: serves the FASTA file itself, mapped, with its digests in a file beside it. */
export const refgetServer = {
  name: 'refget-server',
  async version() {
    return program && hasSamtools() && 'refget-server 0.1.0, one thread'
  },
  async ingest({ fasta }, folder) {
    const own = join(folder, 'genome.fa')
    // Not timed: the copy stands for the file where it lies.
    copyFileSync(fasta, own)
    const indexed = await timeProgram('samtools', ['faidx', own])
    const digested = await timeProgram(program, ['cache', own])
    return { ...oneAfterAnother(indexed, digested), diskBytes: bytesIn(folder) }
  },
  async read(input, folder) {
    const server = await startProgram(program, ['serve', join(folder, 'genome.fa')])
    try {
      const url = `http://127.0.0.1:${server.said}`
      return await overHttp({ ...server, url }, input, at, writeTargets(input, 'refget-server', at))
    } finally {
      await server.stop()
    }
  },
}
