import fc from 'fast-check'
import { expect, it } from 'vitest'
import { hex } from '../../digest/hex.ts'
import { digestSequence } from '../../digest/sequence-digest.ts'
import { FastaReader } from '../../formats/fasta.ts'
import type { FastaEvent } from '../../formats/fasta-event.ts'
import { digestEvents } from './digest-events.ts'

const MIB = 1 << 20

async function* blocksOf(text: string, size: number): AsyncGenerator<Iterable<FastaEvent>> {
  const bytes = Buffer.from(text)
  const reader = new FastaReader()
  for (let at = 0; at < bytes.length; at += size) {
    // As in reality, what a chunk held is gone when the next is asked for.
    const chunk = Buffer.from(bytes.subarray(at, at + size))
    yield reader.push(chunk)
    chunk.fill('x')
  }
  yield reader.finish()
}

/** Sequences as the events give them, with their names and digests. */
async function digested(text: string, size: number) {
  const found: { name: string; residues: string; md5: string; sha512: string }[] = []
  let name = ''
  let residues = ''
  for await (const records of digestEvents(blocksOf(text, size), true)) {
    for (const event of records.events()) {
      if (event.kind === 'record') name = event.name
      else if (event.kind === 'residues') residues += Buffer.from(event.residues).toString('latin1')
      else {
        expect(residues.length).toBe(event.length)
        const { md5, sha512t24u, sha1 } = event.digests
        expect(hex(sha1!)).toBe(hex(digestSequence(Buffer.from(residues), true).sha1!))
        found.push({ name, residues, md5: hex(md5), sha512: hex(sha512t24u) })
        residues = ''
      }
    }
  }
  return found
}

function expected(sequences: readonly string[]) {
  return sequences.map((residues, i) => {
    const { md5, sha512t24u } = digestSequence(Buffer.from(residues))
    return { name: `s${i}`, residues, md5: hex(md5), sha512: hex(sha512t24u) }
  })
}

const fasta = (sequences: readonly string[]) =>
  sequences.map((residues, i) => `>s${i}\n${residues}\n`).join('')

it('gives each sequence its digests, however slots and chunks divide it', async () => {
  const length = fc.oneof(
    fc.nat(200),
    ...[MIB - 1, MIB, MIB + 1, 2 * MIB, 3 * MIB + 7].map((each) => fc.constant(each)),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(length, { minLength: 1, maxLength: 8 }),
      fc.constantFrom(1000, 65_536, MIB),
      async (lengths, size) => {
        const sequences = lengths.map((each, i) => 'ACGTN'.repeat(each / 5 + 1).slice(i % 5, each))
        expect(await digested(fasta(sequences), size)).toEqual(expected(sequences))
      },
    ),
    { numRuns: 20 },
  )
})

it('gives many short sequences theirs', async () => {
  const sequences = Array.from({ length: 40_000 }, (_, i) =>
    `ACGT${i.toString(2)}`.replaceAll(/[01]/g, (b) => (b === '0' ? 'A' : 'C')),
  )
  expect(await digested(fasta(sequences), 65_536)).toEqual(expected(sequences))
})
