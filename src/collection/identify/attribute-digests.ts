import { hash } from 'node:crypto'
import { parseSha512t24u } from '../../digest/sha512t24u.ts'
import { ArrayHash } from '../canonical.ts'
import { pairOf } from '../digest.ts'
import { digestSorted } from '../digest-sorted.ts'
import { SortedDigests } from '../sorted-digests.ts'
import type { Budget } from './limits.ts'
import type { Query } from './query.ts'

/** Sequences that are digested between two looks at the budget. */
const AT_ONCE = 4096

/**
 * Digests of those attributes of a collection that are the same whatever the order of the file, as
 * far as the file tells what they are made of; `names` where it tells no lengths.
 */
export async function attributeDigests(
  { sequences, contents }: Query,
  budget: Budget,
): Promise<Map<string, Uint8Array>> {
  const pairs = new SortedDigests()
  const digests = new SortedDigests()
  let hasContents = sequences.length > 0
  let hasLengths = hasContents
  for (const [i, { name, length }] of sequences.entries()) {
    const content = contents[i]
    const digest = content === undefined ? undefined : parseSha512t24u(content)
    hasContents &&= digest !== undefined
    hasLengths &&= length !== undefined
    if (hasLengths) pairs.add(hash('sha512', pairOf(JSON.stringify(name), length!), 'buffer'))
    if (hasContents) digests.add(digest!)
    if (i % AT_ONCE === 0 && !(await budget.goOn())) return new Map()
  }
  const known = new Map<string, Uint8Array>()
  if (hasContents) known.set('sorted_sequences', await paced(digestSorted(digests, 'SQ.'), budget))
  if (hasLengths) {
    known.set('sorted_name_length_pairs', await paced(digestSorted(pairs, ''), budget))
  } else known.set('names', await namesDigest(sequences, budget))
  return known
}

async function namesDigest(
  sequences: readonly { readonly name: string }[],
  budget: Budget,
): Promise<Uint8Array> {
  const names = new ArrayHash()
  for (let from = 0; from < sequences.length; from += AT_ONCE) {
    names.add(sequences.slice(from, from + AT_ONCE).map(({ name }) => JSON.stringify(name)))
    await budget.turn()
  }
  return names.digest()
}

async function paced<T>(steps: Generator<undefined, T>, budget: Budget): Promise<T> {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
    await budget.turn()
  }
}
