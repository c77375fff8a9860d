import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bytesIn } from '../harness/files.mjs'
import { runProgram } from '../harness/run-program.mjs'
import { seqkeep as run, serve, timed } from '../harness/seqkeep.mjs'
import { writeTargets } from './input.mjs'
import { overHttp } from './over-http.mjs'
import { script } from './places.mjs'
import { planOf } from './plan.mjs'
import { drawRegions, figuresOf, wrongIn } from './regions.mjs'

const at = (id) => `/sequence/${id}`

/** What the others are beside: over HTTP, as a library, and as a command. */
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
    const store = join(folder, 'store')
    const server = await serve(store)
    try {
      const targets = writeTargets(input, 'seqkeep', at)
      const { wrong, ...served } = await overHttp(server, input, at, targets)
      const library = [script('library.mjs'), store]
      const called = await runProgram(process.execPath, library, { input: planOf(input) })
      const command = await byCommand(input, store, folder)
      const sum = wrong + command.wrong
      return { ...served, ...JSON.parse(called.stdout), ...command, wrong: sum }
    } finally {
      await server.stop()
    }
  },
}

async function byCommand(input, store, folder) {
  const bed = join(folder, 'bed')
  const regions = drawRegions(input)
  const line = ({ of, start, end }) => `${of.id}\t${start}\t${end}\n`
  writeFileSync(bed, regions.map(line).join(''))
  const got = await timed(['get', '--bed', bed, '--store', store])
  return { wrong: wrongIn(got.stdout, regions), ...figuresOf(got) }
}
