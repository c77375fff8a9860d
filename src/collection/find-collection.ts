import { canonicalAuthority } from '../digest/authority.ts'
import { DIGEST_NAMESPACES } from '../digest/identifier.ts'
import { parseSha512t24u } from '../digest/sha512t24u.ts'
import type { CollectionCatalog } from '../store/catalog.ts'
import type { NamedCollection } from '../store/collections.ts'

/**
 * The collections that a text names: none, one, or several.
 *
 * - 32 base64url characters: the digest, with the mask set that came first. A digest has no prefix
 *   (Sequence Collections 1.0.0, decision of August 2023): `ga4gh:...` and the like name nothing.
 * - `authority:alias`: all that the authority calls so, each with the mask set of its file.
 * - Anything else: all that any authority calls so.
 */
export async function findCollections(
  store: Pick<CollectionCatalog, 'collection' | 'collectionsByAlias'>,
  text: string,
): Promise<NamedCollection[]> {
  const digest = parseSha512t24u(text)
  if (digest) {
    const record = await store.collection(digest)
    if (record) return [{ digest, mask: record.masks[0]!.id }]
  }
  const colon = text.indexOf(':')
  if (colon > 0) {
    const authority = canonicalAuthority(text.slice(0, colon))
    if (DIGEST_NAMESPACES.has(authority)) return []
    const found = await store.collectionsByAlias(authority, text.slice(colon + 1))
    if (found.length > 0) return found
  }
  return text === '' ? [] : store.collectionsByAlias(undefined, text)
}
