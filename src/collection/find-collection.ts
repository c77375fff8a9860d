import { canonicalAuthority } from '../digest/authority.ts'
import { parseSha512t24u } from '../digest/sha512t24u.ts'
import type { CollectionCatalog } from '../store/catalog.ts'
import type { NamedCollection } from '../store/collections.ts'

/**
 * The collections that a text names: a digest the one, in its default form; `authority:alias` or a
 * bare alias all that are called so, each in the form that goes with the name.
 */
export async function findCollections(
  store: Pick<CollectionCatalog, 'collection' | 'collectionsByAlias'>,
  text: string,
): Promise<NamedCollection[]> {
  const digest = parseSha512t24u(text)
  const known = digest && (await store.collection(digest))
  if (known) return [{ digest, mask: known.masks[0]!.id }]
  const colon = text.indexOf(':')
  if (colon > 0) {
    const authority = canonicalAuthority(text.slice(0, colon))
    const found = await store.collectionsByAlias(authority, text.slice(colon + 1))
    if (found.length > 0) return found
  }
  return store.collectionsByAlias(undefined, text)
}
