import { readFileSync } from 'node:fs'
import { gunzipSync } from 'node:zlib'
import { describe, expect, it } from 'vitest'
import { hasTestData, testData } from '../../../test/data.ts'
import { BLOCK_RESIDUES, encodeBlock, MAX_PAYLOAD } from './codec.ts'
import { packedBytes } from './layout.ts'

/** Bits that a sequence takes in a pack, blocks and directory, for each residue that counts. */
function bitsEach(sequence: Uint8Array, counts: (residue: number) => boolean): number {
  const out = new Uint8Array(MAX_PAYLOAD)
  let size = 0
  for (let i = 0; i < sequence.length; i += BLOCK_RESIDUES) {
    size += encodeBlock(sequence, i, Math.min(i + BLOCK_RESIDUES, sequence.length), out, 0)
  }
  let counted = 0
  for (const residue of sequence) if (counts(residue)) counted++
  return (8 * packedBytes(sequence.length, size)) / counted
}

const N = 78
const notN = (residue: number) => residue !== N

/** Residues of each record of a FASTA file, read the naive way. */
function sequencesOf(name: string): Uint8Array[] {
  const bytes = readFileSync(testData(name))
  const text = (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('latin1')
  const records = text.split(/^>.*$/m).slice(1)
  return records.map((lines) => Buffer.from(lines.replace(/[^A-Za-z]/g, '').toUpperCase()))
}

/** Scattered single Ns, one in 1,000, and IUPAC codes, one in 10,000, over real DNA. */
function withCodes(sequence: Uint8Array): Uint8Array {
  return sequence.map((residue, i) =>
    i % 1000 === 7 ? N : i % 10_000 === 77 ? 'RYKMSW'.charCodeAt((i / 10_000) % 6) : residue,
  )
}

/** As much N around and inside as human chromosome Y of GRCh37 has: 33.7 of 59.4 million. */
function withRunsOfN(sequence: Uint8Array): Uint8Array {
  const runs = Math.round((sequence.length * 33.7) / 25.7 / 3)
  const half = sequence.length >> 1
  const gap = new Uint8Array(runs).fill(N)
  return Buffer.concat([gap, sequence.subarray(0, half), gap, sequence.subarray(half), gap])
}

describe.skipIf(!hasTestData)('space in a pack', () => {
  const long = (sequence: Uint8Array) => sequence.length >= 100_000

  it.each([
    'yeast-r64/Saccharomyces_cerevisiae.R64-1-1.dna.toplevel.fa.gz',
    'cram/ce.fa',
    'brca/GRCh38.13_32300001_32500000.fa',
  ])('is at most 2.05 bits a base for %s, with Ns, codes and runs of N', (name) => {
    const sequences = sequencesOf(name).filter(long).slice(0, 3)
    expect(sequences.length).toBeGreaterThan(0)
    for (const sequence of sequences) {
      expect(bitsEach(sequence, notN)).toBeLessThanOrEqual(2.02)
      expect(bitsEach(withCodes(sequence), notN)).toBeLessThanOrEqual(2.05)
      expect(bitsEach(withRunsOfN(sequence), notN)).toBeLessThanOrEqual(2.05)
      expect(bitsEach(withRunsOfN(withCodes(sequence)), notN)).toBeLessThanOrEqual(2.05)
    }
  })

  it('is at most 5.1 bits a residue for protein', () => {
    const proteins = sequencesOf('yeast-r64/Saccharomyces_cerevisiae.R64-1-1.pep.all.fa.gz')
    const joined = Buffer.concat(proteins)
    expect(joined.length).toBeGreaterThan(2_500_000)
    expect(bitsEach(joined, () => true)).toBeLessThanOrEqual(5.1)
  })
})
