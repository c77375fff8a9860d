import { sha512t24u } from '../digest/sha512t24u.ts'
import type { CollectionRecord, CollectionStore } from '../store/collections.ts'
import { type AttributeName, LEVEL2_ATTRIBUTES } from './attributes.ts'
import { ArrayHash, digestOfJson } from './canonical.ts'
import type { NamedSequence } from './differences.ts'
import { elementsOf, elementsOfMembers } from './level2.ts'
import { BATCH } from './members.ts'

/** What is known of an attribute before its elements are looked at. */
export interface AttributeFacts {
  /** Elements; `undefined` where the value is no array. */
  readonly count: number | undefined
  /** Level 1, 24 bytes, where it is known: equal digests need no look at the elements. */
  readonly digest?: Uint8Array | undefined
}

/** A side of a comparison: stored, posted, or digested from a file. */
export interface Comparable {
  /** Level 0, 24 bytes, where what is there allows to compute it. */
  readonly digest: Uint8Array | undefined
  /** All that are not transient. */
  readonly attributes: ReadonlyMap<string, AttributeFacts>
  /** Whether `sorted_sequences` is known to be what `sequences` makes of it. */
  readonly sortsItself: boolean
  /** Canonical JSON of the elements of a known attribute, in batches. May be read several times. */
  elements(attribute: AttributeName): AsyncIterable<readonly string[]>
}

/** A collection of the store as a side of a comparison; nothing is read before it is asked for. */
export function storedCollection(store: CollectionStore, record: CollectionRecord): Comparable {
  return {
    digest: record.digest,
    attributes: new Map(
      LEVEL2_ATTRIBUTES.map(({ name }) => [
        name,
        { count: record.members, digest: record.attributes.get(name) },
      ]),
    ),
    sortsItself: true,
    elements: (attribute) => elementsOf(store, record, attribute),
  }
}

/** Members that are at hand, such as those of a file, as a side of a comparison. */
export async function listedCollection(members: readonly NamedSequence[]): Promise<Comparable> {
  const elements = (name: AttributeName) => elementsOfMembers(inBatches(members), name)
  const digestOf = async (name: AttributeName): Promise<Uint8Array> => {
    const hash = new ArrayHash()
    for await (const batch of elements(name)) hash.add(batch)
    return hash.digest()
  }
  const digests = { names: await digestOf('names'), sequences: await digestOf('sequences') }
  const level1 = { names: sha512t24u(digests.names), sequences: sha512t24u(digests.sequences) }
  return {
    digest: digestOfJson(level1),
    attributes: new Map<string, AttributeFacts>(
      LEVEL2_ATTRIBUTES.map(({ name }) => [
        name,
        { count: members.length, digest: (digests as Partial<Record<string, Uint8Array>>)[name] },
      ]),
    ),
    sortsItself: true,
    elements,
  }
}

/** Members of a list as they would come from a store. */
export async function* inBatches(
  members: readonly NamedSequence[],
): AsyncGenerator<readonly NamedSequence[]> {
  for (let from = 0; from < members.length; from += BATCH) yield members.slice(from, from + BATCH)
}
