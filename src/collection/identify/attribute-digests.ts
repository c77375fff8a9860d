import { DIGEST_BYTES, parseSha512t24u } from '../../digest/sha512t24u.ts'
import { CollectionDigester } from '../digest.ts'
import type { Budget } from './limits.ts'
import type { Query } from './query.ts'

/** Sequences that are digested between two looks at the budget. */
const AT_ONCE = 4096

/** In the place of a digest that is not known. */
const UNKNOWN = new Uint8Array(DIGEST_BYTES)

/**
 * Digests of those attributes of a collection that are the same whatever the order of the file, as
 * far as the file tells what they are made of; `names` where it tells no lengths.
 */
export async function attributeDigests(
  { sequences, contents }: Query,
  budget: Budget,
): Promise<Map<string, Uint8Array>> {
  const known = new Map<string, Uint8Array>()
  const digester = new CollectionDigester()
  let hasContents = sequences.length > 0
  let hasLengths = hasContents
  for (const [i, { name, length }] of sequences.entries()) {
    const content = contents[i]
    const digest = content === undefined ? undefined : parseSha512t24u(content)
    hasContents &&= digest !== undefined
    hasLengths &&= length !== undefined
    digester.add(name, digest ?? UNKNOWN, length ?? 0)
    if (i % AT_ONCE === 0 && !(await budget.goOn())) return known
  }
  const attributes = digester.attributes()
  const wanted = [hasLengths ? 'sorted_name_length_pairs' : 'names']
  if (hasContents) wanted.unshift('sorted_sequences')
  for (const attribute of wanted) known.set(attribute, attributes.get(attribute)!)
  return known
}
