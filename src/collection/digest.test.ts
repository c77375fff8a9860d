import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { hasTestData, testData } from '../../test/data.ts'
import { parseSha512t24u, sha512t24u } from '../digest/sha512t24u.ts'
import { CollectionDigester } from './digest.ts'

function digestOf(names: readonly string[], sequences: readonly string[]): string {
  const digester = new CollectionDigester()
  names.forEach((name, i) => {
    digester.add(name, parseSha512t24u(sequences[i]!.slice(3))!)
  })
  return sha512t24u(digester.digest())
}

describe('the digest of a collection', () => {
  it.skipIf(!hasTestData)('is that of the published fixtures', () => {
    const file = readFileSync(testData('seqcol/test_fasta_digests.json'), 'utf8')
    const fixtures = Object.values(JSON.parse(file)) as {
      top_level_digest: string
      level2: { names: string[]; sequences: string[] }
    }[]
    expect(fixtures.length).toBe(6)
    for (const { top_level_digest, level2 } of fixtures) {
      expect(digestOf(level2.names, level2.sequences)).toBe(top_level_digest)
    }
  })
})
