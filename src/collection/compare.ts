import { sha512t24u } from '../digest/sha512t24u.ts'
import { type AttributeName, findAttribute } from './attributes.ts'
import type { Comparable } from './comparable.ts'
import { Numbering } from './numbering.ts'
import { Pace } from './pace.ts'

/** The answer of GA4GH's comparison function, name by name. */
export interface Comparison {
  readonly digests: { readonly a: string | null; readonly b: string | null }
  readonly attributes: {
    readonly a_only: readonly string[]
    readonly b_only: readonly string[]
    readonly a_and_b: readonly string[]
  }
  readonly array_elements: {
    readonly a_count: Readonly<Record<string, number>>
    readonly b_count: Readonly<Record<string, number>>
    readonly a_and_b_count: Readonly<Record<string, number>>
    readonly a_and_b_same_order: Readonly<Record<string, boolean | null>>
  }
}

export interface CompareOptions {
  /**
   * Elements in common from which on there is an order to speak of: 1 as the compliance suite has
   * it, or 2 as the text of the specification does.
   */
  readonly sameOrderMinOverlap?: 1 | 2
}

/** What two arrays have in common. */
interface Overlap {
  /** Size of the intersection as multisets. */
  readonly count: number
  /** `null` where there is nothing to order, or where duplicates are not matched one to one. */
  readonly sameOrder: boolean | null
}

/**
 * Compares two collections (Sequence Collections 1.0.0, section "Comparison"), attribute by
 * attribute, in time linear in their members. An attribute of equal digest is not read.
 *
 * Memory: a map of the distinct elements of `a` and 4 bytes for each element, one attribute at a
 * time. Other work is let through every 10 ms.
 */
export async function compareCollections(
  a: Comparable,
  b: Comparable,
  { sameOrderMinOverlap = 1 }: CompareOptions = {},
): Promise<Comparison> {
  const inA = [...a.attributes.keys()].sort()
  const inB = [...b.attributes.keys()].sort()
  const both = inA.filter((name) => b.attributes.has(name))
  const overlaps = new Map<string, Overlap>()
  for (const name of both) {
    const attribute = findAttribute(name)
    if (!attribute || a.attributes.get(name)!.count === undefined) continue
    const sequences = overlaps.get('sequences')
    const overlap =
      attribute.name === 'sorted_sequences' && sequences && a.sortsItself && b.sortsItself
        ? { ...sequences, sameOrder: sequences.sameOrder === null ? null : true }
        : await overlapOf(a, b, attribute.name, sameOrderMinOverlap)
    overlaps.set(name, overlap)
  }
  return {
    digests: { a: spelled(a.digest), b: spelled(b.digest) },
    attributes: {
      a_only: inA.filter((name) => !b.attributes.has(name)),
      b_only: inB.filter((name) => !a.attributes.has(name)),
      a_and_b: both,
    },
    array_elements: {
      a_count: counts(a, inA),
      b_count: counts(b, inB),
      a_and_b_count: record(overlaps, ({ count }) => count),
      a_and_b_same_order: record(overlaps, ({ sameOrder }) => sameOrder),
    },
  }
}

async function overlapOf(
  a: Comparable,
  b: Comparable,
  attribute: AttributeName,
  minOverlap: number,
): Promise<Overlap> {
  const factsA = a.attributes.get(attribute)!
  const factsB = b.attributes.get(attribute)!
  if (factsA.digest && factsB.digest && Buffer.compare(factsA.digest, factsB.digest) === 0) {
    const count = factsA.count!
    return { count, sameOrder: count < minOverlap ? null : true }
  }
  return overlap(a.elements(attribute), b.elements(attribute), minOverlap)
}

/**
 * What two arrays of canonical JSON have in common.
 *
 * @param minOverlap See {@link CompareOptions.sameOrderMinOverlap}.
 */
async function overlap(
  a: AsyncIterable<readonly string[]>,
  b: AsyncIterable<readonly string[]>,
  minOverlap: number,
): Promise<Overlap> {
  const numbering = new Numbering()
  const inA = await numbered(a, (text) => numbering.add(text))
  const inB = await numbered(b, (text) => numbering.find(text))
  // Each of the passes takes a few milliseconds for a million elements.
  const pace = new Pace()
  const countA = counted(inA, numbering.size)
  const countB = counted(inB, numbering.size)
  if (pace.due) await pace.rest()
  let count = 0
  let balanced = true
  for (let i = 0; i < countA.length; i++) {
    count += Math.min(countA[i]!, countB[i]!)
    if (countB[i] !== 0 && countA[i] !== countB[i]) balanced = false
  }
  if (!balanced || count < minOverlap) return { count, sameOrder: null }
  if (pace.due) await pace.rest()
  return { count, sameOrder: isSameOrder(inA, inB, countB) }
}

function counted(numbers: Int32Array, size: number): Uint32Array {
  const counts = new Uint32Array(size)
  for (const number of numbers) if (number >= 0) counts[number]!++
  return counts
}

/** Whether what both have comes in the same order; as many elements of A are in B as the other way round. */
function isSameOrder(inA: Int32Array, inB: Int32Array, countB: Uint32Array): boolean {
  let b = 0
  for (const number of inA) {
    if (countB[number] === 0) continue
    while (inB[b]! < 0) b++
    if (inB[b++] !== number) return false
  }
  return true
}

async function numbered(
  batches: AsyncIterable<readonly string[]>,
  number: (text: string) => number,
): Promise<Int32Array> {
  const pace = new Pace()
  let numbers = new Int32Array(1024)
  let length = 0
  for await (const batch of batches) {
    if (length + batch.length > numbers.length) {
      const larger = new Int32Array(2 * (length + batch.length))
      larger.set(numbers)
      numbers = larger
    }
    for (const text of batch) numbers[length++] = number(text)
    if (pace.due) await pace.rest()
  }
  return numbers.subarray(0, length)
}

function spelled(digest: Uint8Array | undefined): string | null {
  return digest ? sha512t24u(digest) : null
}

function counts({ attributes }: Comparable, names: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const { count } = attributes.get(name)!
      return count === undefined ? [] : [[name, count]]
    }),
  )
}

function record<T>(
  overlaps: ReadonlyMap<string, Overlap>,
  value: (overlap: Overlap) => T,
): Record<string, T> {
  return Object.fromEntries([...overlaps].map(([name, overlap]) => [name, value(overlap)]))
}
