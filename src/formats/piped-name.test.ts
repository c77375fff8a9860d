import fc from 'fast-check'
import { expect, it } from 'vitest'
import { MAX_ALIAS_BYTES } from '../digest/authority.ts'
import { aliasesOf } from './fasta-header.ts'
import { PipedName } from './piped-name.ts'

/** What is found at some place of other bytes. */
function found(name: string): { authority: string; alias: string } | undefined {
  const bytes = Buffer.from(`lcl|a|${name}|ref|b|`)
  const piped = new PipedName()
  const [from, to] = [6, 6 + Buffer.byteLength(name)]
  if (!piped.find(bytes, from, to)) return undefined
  return { authority: piped.authority, alias: bytes.toString('utf8', piped.from, piped.to) }
}

it('finds the name of a part of a sequence of RefSeq', () => {
  const name = 'gi|345004010|ref|NC_015954.1|:c1336247-1335993'
  expect(found(name)).toEqual({ authority: 'refseq', alias: 'NC_015954.1' })
})

it.each([
  ['chr1', 'has no pipe'],
  ['gi|1', 'has a number only'],
  ['ENA|U00096|U00096.3', 'has a tag of ENA'],
  ['sp|P69905|HBA_HUMAN', 'may have a second name'],
  ['pdb|1A3N|A', 'is of two fields'],
  ['gb|U00096.3||gb|U00096.3|', 'has two'],
  [`lcl|${'x'.repeat(MAX_ALIAS_BYTES + 1)}`, 'is too long'],
])('leaves %s alone, which %s', (name) => {
  expect(found(name)).toBeUndefined()
})

it('finds nothing but what is found in the text', () => {
  const field = fc.oneof(
    fc.constantFrom('gi', 'ref', 'gb', 'emb', 'tpg', 'lcl', 'sp', 'pdb', 'ENA', 'refs', '', 'r'),
    fc.constantFrom('NC_015954.1', 'U00096.3', 'HBA_HUMAN', 'ENST00000335137.4', '1A3N', ':c9-1'),
    fc.string({ unit: fc.constantFrom('|', 'a', 'é', '😀', '.'), maxLength: 4 }),
  )
  let count = 0
  fc.assert(
    fc.property(fc.array(field, { maxLength: 8 }), (fields) => {
      const name = fields.join('|')
      const one = found(name)
      if (!one) return
      count++
      expect([one]).toEqual(aliasesOf(name, '', 100))
    }),
    { numRuns: 20_000 },
  )
  expect(count).toBeGreaterThan(1000)
})
