import type { CollectionRecord, CollectionStore } from '../store/collections.ts'
import { type AttributeName, LEVEL2_ATTRIBUTES } from './attributes.ts'
import { elementsOf } from './level2.ts'

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
