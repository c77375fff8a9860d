// What all peers load: three sequences of 25 Mb and 2,000 of 1,000 residues, upper-case, in lines of 60.
import { closeSync, openSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { sequenceId } from '../harness/big-genome.mjs'
import { chromosome, writeRecord } from '../harness/genome.mjs'
import { SCALE } from '../harness/settings.mjs'

const LARGE = 3
const SMALL = 2000
const SMALL_LENGTH = 1000

/** The file, its sequences with their digests, and what is asked for. */
export function writeInput(directory) {
  const length = Math.round(25e6 * SCALE)
  const fasta = join(directory, 'input.fa')
  const file = openSync(fasta, 'w')
  const record = (name, of, seed) => {
    const residues = Buffer.from(chromosome(of, seed).toString('latin1').toUpperCase(), 'latin1')
    writeRecord(file, name, residues)
    return { name, id: sequenceId(residues), residues }
  }
  const large = Array.from({ length: LARGE }, (_, i) => record(`chr${i + 1}`, length, i))
  const random = chromosome(SMALL * SMALL_LENGTH, 99)
    .toString('latin1')
    .toUpperCase()
  const small = Array.from({ length: SMALL }, (_, i) => {
    const residues = Buffer.from(random.slice(i * SMALL_LENGTH, (i + 1) * SMALL_LENGTH), 'latin1')
    writeRecord(file, `small${i}`, residues)
    return { name: `small${i}`, id: sequenceId(residues), residues }
  })
  closeSync(file)
  const residues = LARGE * length + SMALL * SMALL_LENGTH
  return { fasta, directory, large, small, length, residues, size: 200, checks: 500 }
}

/** Writes the request targets of the metadata of all small sequences. */
export function writeTargets({ directory, small }, name, at) {
  const path = join(directory, `${name}.targets`)
  writeFileSync(path, small.map(({ id }) => `${at(id)}/metadata\n`).join(''))
  return path
}
