import { readFileSync } from 'node:fs'
import canonicalize from 'canonicalize'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasTestData, testData } from '../../test/data.ts'
import type { Member } from '../store/collections.ts'
import type { Comparable } from './comparable.ts'
import { storedCollection } from './comparable.ts'
import { type Comparison, compareCollections } from './compare.ts'
import { readCollection } from './posted.ts'
import { SimilarityMeter } from './similarity.ts'
import { level2Of, MemoryCollections, member } from './testing/memory-collections.ts'

/** As `level=2` shows it. */
function shown(members: readonly Member[]) {
  const { sorted_name_length_pairs: _, ...level2 } = level2Of(members)
  return level2
}

function stored(members: readonly Member[]): Comparable {
  const store = new MemoryCollections([{ members }])
  return storedCollection(store, store.records[0]!)
}

async function posted(level2: object): Promise<Comparable> {
  const body = Buffer.from(JSON.stringify(level2))
  // Cut where it hurts.
  const chunks = async function* () {
    for (let i = 0; i < body.length; i += 7) yield body.subarray(i, i + 7)
  }
  return readCollection(chunks())
}

/** What two arrays have in common, by the letter of the specification, in quadratic time. */
function naive(a: readonly string[], b: readonly string[], minOverlap: number) {
  const left = [...b]
  let count = 0
  for (const element of a) {
    const at = left.indexOf(element)
    if (at >= 0) {
      left.splice(at, 1)
      count++
    }
  }
  const commonA = a.filter((element) => b.includes(element))
  const commonB = b.filter((element) => a.includes(element))
  const times = (list: readonly string[], element: string) =>
    list.filter((each) => each === element).length
  const unbalanced = commonA.some((element) => times(a, element) !== times(b, element))
  const sameOrder =
    unbalanced || count < minOverlap ? null : commonA.join('\n') === commonB.join('\n')
  return { count, sameOrder }
}

function naiveComparison(a: object, b: object, minOverlap: number) {
  const arrays = (side: object): Record<string, string[]> =>
    Object.fromEntries(
      Object.entries(side).map(([name, values]) => [
        name,
        (values as unknown[]).map((value) => canonicalize(value)!),
      ]),
    )
  const [inA, inB] = [arrays(a), arrays(b)]
  const both = Object.keys(inA)
    .filter((name) => name in inB)
    .sort()
  const of = <T>(value: (name: string) => T) => Object.fromEntries(both.map((n) => [n, value(n)]))
  const lengths = (side: Record<string, string[]>) =>
    Object.fromEntries(Object.entries(side).map(([name, { length }]) => [name, length]))
  return {
    attributes: {
      a_only: Object.keys(inA)
        .filter((name) => !(name in inB))
        .sort(),
      b_only: Object.keys(inB)
        .filter((name) => !(name in inA))
        .sort(),
      a_and_b: both,
    },
    array_elements: {
      a_count: lengths(inA),
      b_count: lengths(inB),
      a_and_b_count: of((name) => naive(inA[name]!, inB[name]!, minOverlap).count),
      a_and_b_same_order: of((name) => naive(inA[name]!, inB[name]!, minOverlap).sameOrder),
    },
  }
}

const members = fc.array(
  fc
    .tuple(fc.constantFrom('a', '1', '"', 'é', ' ', '𝒳'), fc.constantFrom('', 'A', 'C', 'AC', 'CA'))
    .map(([name, residues]) => member(name, residues)),
  { maxLength: 7 },
)
const minOverlap = fc.constantFrom(1 as const, 2 as const)

describe('a comparison', () => {
  it('of stored collections is what a quadratic one says', async () => {
    await fc.assert(
      fc.asyncProperty(members, members, minOverlap, async (a, b, sameOrderMinOverlap) => {
        const { digests: _, ...comparison } = await compareCollections(stored(a), stored(b), {
          sameOrderMinOverlap,
        })
        expect(comparison).toEqual(naiveComparison(shown(a), shown(b), sameOrderMinOverlap))
      }),
    )
  })

  it('with a posted one is what a quadratic one says, of whatever was posted', async () => {
    const some = fc.subarray(['names', 'lengths', 'sequences', 'name_length_pairs'] as const, {
      minLength: 1,
    })
    await fc.assert(
      fc.asyncProperty(members, members, some, fc.boolean(), async (a, b, names, reversed) => {
        const level2 = shown(b)
        const sorted = level2.sorted_sequences
        const body = {
          ...Object.fromEntries(names.map((name) => [name, level2[name]])),
          ...(reversed && { sorted_sequences: sorted.toReversed() }),
        }
        const { digests, ...comparison } = await compareCollections(stored(a), await posted(body))
        expect(comparison).toEqual(naiveComparison(shown(a), body, 1))
        const whole = names.includes('names') && names.includes('sequences')
        expect(digests.b === null).toBe(!whole)
        if (whole) {
          const [same] = new MemoryCollections([{ members: b }]).records
          expect(digests.b).toBe(Buffer.from(same!.digest).toString('base64url'))
        }
      }),
    )
  })

  it('lists attributes that only one side has, and leaves out transient ones', async () => {
    const a = stored([member('a', 'A'), member('b', 'C')])
    const b = await posted({
      ...{ names: ['b'], sorted_name_length_pairs: ['x'], zeta: [1, [2, [3]], { x: {} }] },
      ...{ author: 'me', extra: { deep: [1] }, __proto__x: null },
    })
    const { attributes, array_elements } = await compareCollections(a, b)
    expect(attributes).toEqual({
      a_only: ['lengths', 'name_length_pairs', 'sequences', 'sorted_sequences'],
      b_only: ['__proto__x', 'author', 'extra', 'zeta'],
      a_and_b: ['names'],
    })
    expect(array_elements.b_count).toEqual({ names: 1, zeta: 3 })
    expect(array_elements.a_and_b_count).toEqual({ names: 1 })
  })

  it('has an order for a single element in common, unless told otherwise', async () => {
    const [a, b] = [stored([member('a', 'A'), member('b', 'C')]), stored([member('b', 'G')])]
    const order = async (sameOrderMinOverlap: 1 | 2) =>
      (await compareCollections(a, b, { sameOrderMinOverlap })).array_elements.a_and_b_same_order
        .names
    expect([await order(1), await order(2)]).toEqual([true, null])
  })

  it.skipIf(!hasTestData)('of the published fixtures is as published', async () => {
    const file = readFileSync(testData('seqcol/test_fasta_digests.json'), 'utf8')
    const fixtures = JSON.parse(file) as Record<string, { level2: object }>
    const compare = async (name: string): Promise<Comparison> =>
      compareCollections(
        await posted(fixtures['base.fa']!.level2),
        await posted(fixtures[name]!.level2),
      )
    const swapped = await compare('pair_swap.fa')
    expect(swapped).toMatchObject({
      digests: {
        a: 'XZlrcEGi6mlopZ2uD8ObHkQB1d0oDwKk',
        b: 'UNGAdNDmBbQbHihecPPFxwTydTcdFKxL',
      },
      array_elements: {
        a_and_b_count: { name_length_pairs: 1, names: 3, sequences: 3 },
        a_and_b_same_order: { name_length_pairs: true, names: false, sequences: true },
      },
    })
    const { array_elements } = await compare('subset.fa')
    expect(array_elements.a_and_b_same_order).toMatchObject({ lengths: null, names: true })
  })
})

describe('similarity', () => {
  it('is the Jaccard index of multisets, of each attribute', async () => {
    await fc.assert(
      fc.asyncProperty(members, members, async (a, b) => {
        const measured = await new SimilarityMeter(stored(a)).measure(stored(b))
        const { array_elements } = naiveComparison(shown(a), shown(b), 1)
        const expected = Object.entries(array_elements.a_and_b_count).map(([name, common]) => {
          const either = a.length + b.length - common
          return [name, either === 0 ? 0 : common / either]
        })
        expect(measured).toEqual(Object.fromEntries(expected))
      }),
    )
  })
})
