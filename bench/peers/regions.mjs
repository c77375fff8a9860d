// Many regions for one command.
import { random } from '../harness/genome.mjs'

const REGIONS = 100_000

/** Regions of the large sequences, in no order. */
export function drawRegions({ large, length, size, round }) {
  const next = random(round)
  return Array.from({ length: REGIONS }, () => {
    const start = next() % (length - size)
    return { of: large[next() % large.length], start, end: start + size }
  })
}

/** How many of the regions are not what stands in FASTA. */
export function wrongIn(fasta, regions) {
  const records = fasta.split('>').slice(1)
  return regions.filter(({ of, start, end }, i) => {
    const [, ...lines] = (records[i] ?? '').split('\n')
    return of.residues.toString('latin1', start, end) !== lines.join('')
  }).length
}

export function figuresOf({ seconds, cpuSeconds }) {
  return {
    'command: regions/s': REGIONS / seconds,
    'command: region CPU us': (cpuSeconds / REGIONS) * 1e6,
  }
}
