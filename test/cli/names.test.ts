import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { seqkeepJson, seqkeepOutput, serve, temporaryDirectory } from '../seqkeep.ts'

/** Bytes of an identifier in a URL, encoded, over which the server answers 414. */
const LONGEST_IN_URL = 8_000

/** One character each of many scripts; with combining marks, and beyond the basic plane. */
const SCRIPTS = [...'azAZ09_-.|/\\?#%&=+*"\'<>()[]{}~;,@!$^`éßłΩяжأبשकตあ漢字한𝔸🧬\u0301\u200d']

const SHORTEST = 'x'
const LONGEST = ['x'.repeat(5000), 'é'.repeat(2500), `${'漢'.repeat(1666)}ab`, '🧬'.repeat(1250)]

const name = fc.oneof(
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 40 }),
  fc.string({ unit: 'binary', minLength: 1, maxLength: 40 }),
  fc
    .tuple(
      // Around 1,978 bytes, LMDB's longest key, and at the ends of what is promised.
      fc.oneof(
        fc.constantFrom(1, 2, 255, 1977, 1978, 1979, 4999, 5000),
        fc.integer({ min: 1, max: 5000 }),
      ),
      fc.constantFrom(...SCRIPTS),
    )
    .map(([bytes, character]) => {
      const size = Buffer.byteLength(character)
      return character.repeat(Math.floor(bytes / size)) + 'x'.repeat(bytes % size)
    }),
)

/** What can be the first word of a FASTA header at all. */
function isName(text: string): boolean {
  return !/[\s\p{Cc}\p{Cs}]/u.test(text) && Buffer.byteLength(text) <= 5000
}

describe('a name of 1 to 5,000 bytes in any script', () => {
  it('goes from the FASTA header to the aliases and to HTTP as it is', async () => {
    const directory = await temporaryDirectory()
    const store = join(directory, 'store')
    const some = fc.uniqueArray(name.filter(isName), {
      minLength: 300,
      maxLength: 300,
      size: 'max',
    })
    const names = [...new Set([...fc.sample(some, 1)[0]!, SHORTEST, ...LONGEST])]
    // Each has residues of its own: its number in base 4.
    const residues = names.map((_, i) =>
      [...i.toString(4).padStart(8, '0')].map((digit) => 'ACGT'[Number(digit)]).join(''),
    )
    const fasta = join(directory, 'names.fa')
    writeFileSync(fasta, names.map((text, i) => `>${text} words\n${residues[i]}\n`).join(''))
    await seqkeepOutput(['add', '--store', store, fasta])
    const digested = (await seqkeepOutput(['digest', '--json', fasta])).trim().split('\n')
    const url = await serve(store)
    for (const [i, line] of digested.entries()) {
      const { name: shown, md5 } = JSON.parse(line)
      expect(shown).toBe(names[i])
      const answer = await fetch(`${url}/sequence/${md5}/metadata`)
      const { metadata } = (await answer.json()) as {
        metadata: { aliases: { alias: string; naming_authority: string }[] }
      }
      const own = metadata.aliases.filter(({ alias }) => alias === names[i])
      expect([names[i], own.length]).toEqual([names[i], 1])
      const id = encodeURIComponent(`${own[0]!.naming_authority}:${names[i]}`)
      const named = await fetch(`${url}/sequence/${id}`)
      const body = await named.text()
      if (id.length <= LONGEST_IN_URL) expect([names[i], body]).toEqual([names[i], residues[i]])
      else expect([200, 414]).toContain(named.status)
    }
    for (const alias of [SHORTEST, ...LONGEST]) {
      const info = await seqkeepJson(['info', '--store', store, alias])
      expect(info).toMatchObject({ aliases: [{ authority: 'local', alias }] })
    }
  }, 120_000)
})
