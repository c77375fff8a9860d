import { createHash, hash } from 'node:crypto'
import { DIGEST_BYTES, sha512t24u } from '../../digest/sha512t24u.ts'
import type { Budget } from './limits.ts'
import type { Query } from './query.ts'

/** Elements that are digested between two looks at the budget. */
const AT_ONCE = 4096

/**
 * Digests of those attributes of a collection (Sequence Collections 1.0.0, section 3) that are the same whatever
 * the order of the file, as far as the file tells what they are made of; `names` where it tells
 * nothing else.
 */
export async function attributeDigests(
  query: Query,
  budget: Budget,
): Promise<Map<string, Uint8Array>> {
  const { sequences, contents } = query
  const attributes = new Map<string, Uint8Array>()
  if (sequences.length === 0) return attributes
  if (contents.every((content) => content !== undefined && !content.includes(':'))) {
    const ids = contents.map((content) => `SQ.${content}`).sort()
    attributes.set('sorted_sequences', await arrayDigest(ids, budget))
  }
  if (sequences.every(({ length }) => length !== undefined)) {
    const pairs: string[] = []
    for (const { name, length } of sequences) {
      // The keys of an object are sorted in canonical JSON (RFC 8785).
      const json = JSON.stringify({ length, name })
      pairs.push(sha512t24u(hash('sha512', json, 'buffer')))
      if (pairs.length % AT_ONCE === 0) await budget.goOn()
    }
    attributes.set('sorted_name_length_pairs', await arrayDigest(pairs.sort(), budget))
  } else {
    const names = sequences.map(({ name }) => name)
    attributes.set('names', await arrayDigest(names, budget))
  }
  return attributes
}

/** Digest of an array of strings as canonical JSON. */
async function arrayDigest(array: readonly string[], budget: Budget): Promise<Uint8Array> {
  const sha512 = createHash('sha512')
  sha512.update('[')
  for (let from = 0; from < array.length; from += AT_ONCE) {
    const json = JSON.stringify(array.slice(from, from + AT_ONCE))
    sha512.update((from > 0 ? ',' : '') + json.slice(1, -1))
    await budget.goOn()
  }
  return Uint8Array.from(sha512.update(']').digest().subarray(0, DIGEST_BYTES))
}
