import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Member } from '../store/collections.ts'
import { differencesOf } from './differences.ts'
import { member } from './testing/memory-collections.ts'
import { verdictOf } from './verdict.ts'

async function* batches(members: readonly Member[]) {
  for (let i = 0; i < members.length; i += 2) yield members.slice(i, i + 2)
}

const differences = (a: readonly Member[], b: readonly Member[]) =>
  differencesOf(batches(a), batches(b))

const verdict = async (a: readonly Member[], b: readonly Member[]) => {
  const { kind, sentences } = verdictOf(await differences(a, b))
  return [kind, sentences.join(' ')]
}

const YEAST = ['I', 'II', 'III', 'IV'].map((name, i) => member(name, 'ACGT'.repeat(i + 1)))
const renamed = (name: (name: string) => string) =>
  YEAST.map((each) => ({ ...each, name: name(each.name) }))

describe('differences', () => {
  const residues = fc.constantFrom('A', 'C', 'AC', 'CA')
  const members = fc.array(
    fc.tuple(fc.constantFrom('x', 'y', 'z'), residues).map(([name, text]) => member(name, text)),
    { maxLength: 8 },
  )

  it('put each member in one place', async () => {
    await fc.assert(
      fc.asyncProperty(members, members, async (a, b) => {
        const found = await differences(a, b)
        const paired = found.shared + found.changed.length
        expect(paired + found.aOnly.length).toBe(a.length)
        expect(paired + found.bOnly.length).toBe(b.length)
        const left = b.map(({ digest }) => Buffer.from(digest).toString('hex'))
        let shared = 0
        for (const { digest } of a) {
          const at = left.indexOf(Buffer.from(digest).toString('hex'))
          if (at < 0) continue
          left.splice(at, 1)
          shared++
        }
        expect(found.shared).toBe(shared)
        // A name that is left over on one side is not left over on the other.
        expect(found.aOnly.filter((name) => found.bOnly.includes(name))).toEqual([])
      }),
    )
  })

  it('are none between equals, and mirror each other', async () => {
    await fc.assert(
      fc.asyncProperty(members, members, async (a, b) => {
        expect((await verdict(a, a))[0]).toBe('same')
        const [there, back] = [await differences(a, b), await differences(b, a)]
        expect([there.shared, there.changed.length]).toEqual([back.shared, back.changed.length])
        expect(there.aOnly.toSorted()).toEqual(back.bOnly.toSorted())
      }),
    )
  })
})

describe('a verdict', () => {
  it('says that they are the same, but for order or names', async () => {
    expect(await verdict(YEAST, YEAST)).toEqual(['same', 'The same.'])
    expect(await verdict(YEAST, YEAST.toReversed())).toEqual([
      ...['reordered', 'The same sequences under the same names, in another order.'],
    ])
    expect(
      await verdict(
        YEAST,
        renamed((name) => `chr${name}`),
      ),
    ).toEqual([
      'renamed',
      'The same sequences in the same order, but for names: I -> chrI, II -> chrII, III -> chrIII, IV -> chrIV ("chr" before each name).',
    ])
    expect(await verdict(renamed((name) => `chr${name}`).toReversed(), YEAST)).toEqual([
      'renamed',
      'The same sequences in another order, but for names: chrI -> I, chrII -> II, chrIII -> III, chrIV -> IV (without the "chr" before each name).',
    ])
    const [, one] = await verdict(YEAST, [...YEAST.slice(0, 3), { ...YEAST[3]!, name: 'four' }])
    expect(one).toBe('The same sequences in the same order, but for names: IV -> four.')
  })

  it('says what differs in content', async () => {
    const near = [...YEAST.slice(0, 3), member('IV', 'ACGT'.repeat(3).concat('ACGA'))]
    expect(await verdict(YEAST, near)).toEqual([
      ...['other-content', 'The same names and lengths, but the content of 1 of 4 differs: IV.'],
    ])
    const other = YEAST.map(({ name, length }) => member(name, 'T'.repeat(length)))
    expect(await verdict(YEAST, other)).toEqual([
      'other-content',
      'The same names and lengths, but the content of all differs: I, II, III, IV.',
    ])
    const longer = [...YEAST.slice(0, 3), member('IV', 'A')]
    expect(await verdict(YEAST, longer)).toEqual([
      'overlapping',
      '3 sequences in common, of 4 in A and 4 in B. Same name, but another length and content: IV (16 and 1).',
    ])
  })

  it('says what one lacks, and when there is nothing in common', async () => {
    expect(await verdict(YEAST, YEAST.slice(0, 1))).toEqual([
      'a-contains-b',
      '1 sequence in common, of 4 in A and 1 in B. B lacks 3 of the 4 of A: II, III, IV.',
    ])
    expect((await verdict(YEAST.slice(1), YEAST))[0]).toBe('b-contains-a')
    expect(await verdict(YEAST, [member('x', 'T')])).toEqual([
      ...['nothing-in-common', 'Nothing in common: no sequence and no name.'],
    ])
    const many = Array.from({ length: 9 }, (_, i) => member(`s${i}`, 'G'.repeat(i + 1)))
    const [kind, text] = await verdict([...YEAST, ...many], [...YEAST].reverse())
    expect(kind).toBe('a-contains-b')
    expect(text).toBe(
      '4 sequences in common, of 13 in A and 4 in B. B lacks 9 of the 13 of A: s0, s1, s2, s3, s4 and 4 more. What is in common is in another order.',
    )
  })
})
