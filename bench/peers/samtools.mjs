import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bytesIn } from '../harness/files.mjs'
import { oneAfterAnother, runProgram, timeProgram } from '../harness/run-program.mjs'
import { drawRegions, figuresOf, wrongIn } from './regions.mjs'

export function hasSamtools() {
  return !spawnSync('samtools', ['--version']).error
}

/** `dict` takes MD5 alone, `faidx` cuts regions out of the file: a command each, no server. */
export const samtools = {
  name: 'samtools',
  async version() {
    if (!hasSamtools()) return undefined
    const { stdout } = await runProgram('samtools', ['--version'])
    return stdout.split('\n', 1)[0]
  },
  async ingest({ fasta }, folder) {
    const own = join(folder, 'genome.fa')
    copyFileSync(fasta, own)
    const indexed = await timeProgram('samtools', ['faidx', own])
    const digested = await timeProgram('samtools', ['dict', '-o', `${own}.dict`, own])
    return { ...oneAfterAnother(indexed, digested), diskBytes: bytesIn(folder) }
  },
  async read(input, folder) {
    const { large, length } = input
    const [own, list, out] = ['genome.fa', 'list', 'out'].map((name) => join(folder, name))
    const regions = drawRegions(input)
    const region = ({ of, start, end }) => `${of.name}:${start + 1}-${end}\n`
    writeFileSync(list, regions.map(region).join(''))
    const args = ['faidx', '-o', out, '-r', list, own]
    const ranged = await timeProgram('samtools', args)
    const whole = await timeProgram('samtools', [
      ...['faidx', '-o', '/dev/null', own],
      ...large.map(({ name }) => name),
    ])
    return {
      wrong: wrongIn(readFileSync(out, 'latin1'), regions),
      ...figuresOf(ranged),
      'command: whole MB/s': (large.length * length) / 1e6 / whole.seconds,
    }
  },
}
