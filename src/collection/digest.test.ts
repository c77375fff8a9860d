import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasTestData, testData } from '../../test/data.ts'
import { sequenceId } from '../digest/identifier.ts'
import { parseSha512t24u, sha512t24u } from '../digest/sha512t24u.ts'
import { ATTRIBUTES, CollectionDigester } from './digest.ts'

interface Level2 {
  readonly names: readonly string[]
  readonly lengths: readonly number[]
  readonly sequences: readonly string[]
}

function digestsOf({ names, lengths, sequences }: Level2): Record<string, string> {
  const digester = new CollectionDigester()
  names.forEach((name, i) => {
    digester.add(name, parseSha512t24u(sequences[i]!.slice(3))!, lengths[i]!)
  })
  const attributes = [...digester.attributes()].map(([name, each]) => [name, sha512t24u(each)])
  return { top: sha512t24u(digester.digest()), ...Object.fromEntries(attributes) }
}

const sha = (text: string) =>
  createHash('sha512').update(text).digest().subarray(0, 24).toString('base64url')

/** The same from whole arrays, as the specification says it. */
function naively({ names, lengths, sequences }: Level2): Record<string, string> {
  const pairs = names.map((name, i) => ({ length: lengths[i], name }))
  const byCode = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
  const level1 = {
    names: sha(JSON.stringify(names)),
    lengths: sha(JSON.stringify(lengths)),
    sequences: sha(JSON.stringify(sequences)),
    name_length_pairs: sha(JSON.stringify(pairs)),
    sorted_name_length_pairs: sha(
      JSON.stringify(pairs.map((pair) => sha(JSON.stringify(pair))).sort(byCode)),
    ),
    sorted_sequences: sha(JSON.stringify([...sequences].sort(byCode))),
  }
  const inherent = { names: level1.names, sequences: level1.sequences }
  return { top: sha(JSON.stringify(inherent)), ...level1 }
}

describe('the digests of a collection', () => {
  it.skipIf(!hasTestData)('are those of the published fixtures', () => {
    const file = readFileSync(testData('seqcol/test_fasta_digests.json'), 'utf8')
    const fixtures = Object.values(JSON.parse(file)) as {
      top_level_digest: string
      sorted_name_length_pairs_digest: string
      level1: Record<string, string>
      level2: Level2
    }[]
    expect(fixtures.length).toBe(6)
    for (const { top_level_digest, sorted_name_length_pairs_digest, level1, level2 } of fixtures) {
      const digests = digestsOf(level2)
      expect(digests).toMatchObject({ top: top_level_digest, ...level1 })
      expect(digests.sorted_name_length_pairs).toBe(sorted_name_length_pairs_digest)
    }
  })

  it('are those of the worked examples of base.fa', () => {
    const base = {
      names: ['chrX', 'chr1', 'chr2'],
      lengths: [8, 4, 4],
      sequences: [
        'SQ.iYtREV555dUFKg2_agSJW6suquUyPpMw',
        'SQ.YBbVX0dLKG1ieEDCiMmkrTZFt_Z5Vdaj',
        'SQ.AcLxtBuKEPk_7PGE_H4dGElwZHCujwH6',
      ],
    }
    expect(digestsOf(base)).toEqual({
      top: 'XZlrcEGi6mlopZ2uD8ObHkQB1d0oDwKk',
      names: 'Fw1r9eRxfOZD98KKrhlYQNEdSRHoVxAG',
      lengths: 'cGRMZIb3AVgkcAfNv39RN7hnT5Chk7RX',
      sequences: '0uDQVLuHaOZi1u76LjV__yrVUIz9Bwhr',
      name_length_pairs: 'B9MESWM8k-hK_OeQK8bZNAG74pLY0Ujq',
      sorted_name_length_pairs: 'zjM1Ie9m0zFbqsAnZ6jAJSXuFpKTr40J',
      sorted_sequences: 'KgWo6TT1Lqw6vgkXU9sYtCU9xwXoDt6M',
    })
    expect([...new CollectionDigester().attributes().keys()]).toEqual(ATTRIBUTES)
  })

  it('are those of names beyond ASCII, and of no member at all', () => {
    const names = ['染色体-1', '染色体-2', '染色体-3']
    const sequences = Array.from({ length: 3 }, () => sequenceId(new Uint8Array(24)))
    expect(digestsOf({ names, lengths: [1, 2, 3], sequences })).toMatchObject({
      names: 'EiYgJtUfGyad7wf5atL5OG4Fkzohp2qe',
    })
    const none = digestsOf({ names: [], lengths: [], sequences: [] })
    for (const attribute of ATTRIBUTES) {
      expect(none[attribute]).toBe('slspTLTetp6gCkw88xE5BIAbYBXllWvQ')
    }
  })

  it('are the same whether arrays are hashed at once or as they grow', () => {
    // Few distinct first bytes, so that many digests share what they are sorted by first.
    const digest = fc.oneof(
      fc.uint8Array({ minLength: 24, maxLength: 24 }),
      fc
        .tuple(fc.constantFrom(0, 62, 251), fc.uint8Array({ minLength: 2, maxLength: 2 }))
        .map(([byte, end]) => Uint8Array.from([...new Array(22).fill(byte), ...end])),
    )
    const member = fc.tuple(fc.string({ unit: 'grapheme', maxLength: 12 }), fc.nat(2 ** 40), digest)
    fc.assert(
      fc.property(fc.array(member, { maxLength: 400, size: 'max' }), (members) => {
        const level2 = {
          names: members.map(([name]) => name),
          lengths: members.map(([, length]) => length),
          sequences: members.map(([, , each]) => sequenceId(each)),
        }
        expect(digestsOf(level2)).toEqual(naively(level2))
      }),
      { numRuns: 40 },
    )
  })
})
