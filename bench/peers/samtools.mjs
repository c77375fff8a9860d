import { spawnSync } from 'node:child_process'
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { bytesIn } from '../harness/files.mjs'
import { random } from '../harness/genome.mjs'
import { runProgram, timeProgram } from '../harness/run-program.mjs'

const REGIONS = 100_000

/** `dict` takes MD5 alone, `faidx` cuts regions out of the file: a command each, no server. */
export const samtools = {
  name: 'samtools',
  async version() {
    if (spawnSync('samtools', ['--version']).error) return undefined
    const { stdout } = await runProgram('samtools', ['--version'])
    return `${stdout.split('\n', 1)[0]}, ${REGIONS} regions in one command`
  },
  async ingest({ fasta }, folder) {
    const own = join(folder, 'genome.fa')
    copyFileSync(fasta, own)
    const indexed = await timeProgram('samtools', ['faidx', own])
    const digested = await timeProgram('samtools', ['dict', '-o', `${own}.dict`, own])
    return {
      seconds: indexed.seconds + digested.seconds,
      cpuSeconds: indexed.cpuSeconds + digested.cpuSeconds,
      peakBytes: Math.max(indexed.peakBytes, digested.peakBytes),
      diskBytes: bytesIn(folder),
    }
  },
  async read({ large, length, size, round }, folder) {
    const [own, list, out] = ['genome.fa', 'list', 'out'].map((name) => join(folder, name))
    const next = random(round)
    const drawn = Array.from({ length: REGIONS }, () => {
      const start = next() % (length - size)
      return { of: large[next() % large.length], start, end: start + size }
    })
    const region = ({ of, start, end }) => `${of.name}:${start + 1}-${end}\n`
    writeFileSync(list, drawn.map(region).join(''))
    const args = ['faidx', '-n', size, '-o', out, '-r', list, own]
    const ranged = await timeProgram('samtools', args)
    const printed = readFileSync(out, 'latin1').split('\n')
    const wrong = drawn.filter(
      ({ of, start, end }, i) => of.residues.toString('latin1', start, end) !== printed[2 * i + 1],
    )
    const whole = await timeProgram('samtools', [
      ...['faidx', '-o', '/dev/null', own],
      ...large.map(({ name }) => name),
    ])
    return {
      wrong: wrong.length,
      'ranges/s': REGIONS / ranged.seconds,
      'range CPU us': (ranged.cpuSeconds / REGIONS) * 1e6,
      'whole MB/s': (large.length * length) / 1e6 / whole.seconds,
    }
  },
}
