import { sequenceId } from '../digest/identifier.ts'
import type { CollectionRecord, CollectionStore } from '../store/collections.ts'
import type { AttributeName } from './attributes.ts'
import { canonical } from './canonical.ts'
import type { NamedSequence } from './differences.ts'
import { pairOf } from './digest.ts'
import { membersOf } from './members.ts'
import { sortedSequences } from './sorted-sequences.ts'

/** Canonical JSON of a member's element of each collated attribute. */
const ELEMENTS: Partial<Record<AttributeName, (member: NamedSequence) => string>> = {
  names: ({ name }) => canonical(name),
  lengths: ({ length }) => `${length}`,
  sequences: ({ digest }) => `"${sequenceId(digest)}"`,
  // The keys are in the order of RFC 8785; one call for the whole object takes four times as long.
  name_length_pairs: ({ name, length }) => pairOf(canonical(name), length),
}

/**
 * The elements of an attribute (level 2) of a stored collection as canonical JSON, in batches. Memory
 * is that of a batch; for `sorted_sequences` 32 bytes a member.
 */
export function elementsOf(
  store: CollectionStore,
  record: CollectionRecord,
  attribute: AttributeName,
): AsyncGenerator<readonly string[]> {
  return elementsOfMembers(membersOf(store, record), attribute)
}

/** The same of any members. */
export async function* elementsOfMembers(
  members: AsyncIterable<readonly NamedSequence[]>,
  attribute: AttributeName,
): AsyncGenerator<readonly string[]> {
  const element = ELEMENTS[attribute]
  if (element) {
    for await (const batch of members) yield batch.map(element)
  } else if (attribute === 'sorted_sequences') {
    yield* sortedSequences(members)
  } else {
    throw new Error(`${attribute} is transient: it is known by its digest alone`)
  }
}
