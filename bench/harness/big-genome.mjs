// Four chromosomes of 250 Mb: their residues in memory, and a store that has them.
import { createHash } from 'node:crypto'
import { closeSync, mkdtempSync, openSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { chromosome, writeRecord } from './genome.mjs'
import { seqkeep } from './seqkeep.mjs'
import { SCALE } from './settings.mjs'

/** Of a chromosome, in residues. */
export const LENGTH = Math.round(250e6 * SCALE)

/** @returns The sequences, upper-case, at their paths; a folder with the store; and how to clear it away. */
export async function bigGenome(count = 4) {
  const directory = mkdtempSync(join(tmpdir(), 'seqkeep-bench-'))
  const remove = () => rmSync(directory, { recursive: true })
  try {
    const fasta = join(directory, 'genome.fa')
    const file = openSync(fasta, 'w')
    const sequences = []
    for (let i = 1; i <= count; i++) {
      const residues = chromosome(LENGTH, 1000 + i)
      writeRecord(file, `chr${i}`, residues)
      upper(residues)
      sequences.push({ path: `/sequence/${sequenceId(residues)}`, residues })
    }
    closeSync(file)
    const store = join(directory, 'store')
    await seqkeep(['add', '--store', store, fasta])
    rmSync(fasta)
    return { sequences, directory, store, remove }
  } catch (error) {
    remove()
    throw error
  }
}

/** As GA4GH has it, by nothing of our own. */
export function sequenceId(residues) {
  const hash = createHash('sha512').update(residues).digest()
  return `SQ.${hash.toString('base64url', 0, 24)}`
}

function upper(residues) {
  for (let i = 0; i < residues.length; i++) residues[i] &= 0xdf
}
