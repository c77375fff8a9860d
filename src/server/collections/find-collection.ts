import { findCollections } from '../../collection/find-collection.ts'
import { parseSha512t24u, sha512t24u } from '../../digest/sha512t24u.ts'
import type { CollectionRecord, CollectionStore } from '../../store/collections.ts'
import { DamageError } from '../../store/store.ts'
import { CACHE } from '../caching.ts'
import { ProtocolError } from '../errors.ts'

/** The one collection that a URL names. */
export interface FoundCollection {
  readonly record: CollectionRecord
  /** Its digest, spelled. */
  readonly id: string
  /** How long what is said of it may be cached under this name. */
  readonly cacheControl: string
}

/**
 * Finds the collection of a URL. Files that differ in case only are one collection here.
 *
 * @param urlOf Makes the URL for each of several collections, from a digest.
 * @throws {@link ProtocolError} 404 when nothing is known by the name, 300 with the list when
 * several are.
 */
export async function findCollection(
  store: CollectionStore,
  text: string,
  urlOf: (id: string) => string,
): Promise<FoundCollection> {
  const named = await findCollections(store, text)
  const ids = [...new Set(named.map(({ digest }) => sha512t24u(digest)))]
  const [id, ...others] = ids
  if (id === undefined) throw new ProtocolError('COLLECTION_NOT_FOUND', { id: text })
  if (others.length > 0) {
    const choices = ids.map((digest) => ({ digest, url: urlOf(digest) }))
    throw new ProtocolError('SEVERAL_COLLECTIONS', { id: text }, { body: { collections: choices } })
  }
  const record = await store.collection(parseSha512t24u(id)!)
  if (!record) throw new DamageError('the catalog is damaged: run seqkeep rebuild')
  return { record, id, cacheControl: id === text ? CACHE.immutable : CACHE.brief }
}
