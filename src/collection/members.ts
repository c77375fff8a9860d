import type { CollectionCatalog } from '../store/catalog.ts'
import type { Member } from '../store/collections.ts'

/** Members read at once. */
const PAGE = 1000

/** All members of a collection, as in the file of a mask set, a page at a time. */
export async function* allMembers(
  store: Pick<CollectionCatalog, 'members'>,
  digest: Uint8Array,
  mask: Uint8Array,
): AsyncGenerator<readonly Member[]> {
  for (let from = 0; ; from += PAGE) {
    const page = await store.members(digest, mask, from, PAGE)
    if (page.length > 0) yield page
    if (page.length < PAGE) return
  }
}
