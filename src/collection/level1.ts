import { sha512t24u } from '../digest/sha512t24u.ts'
import type { CollectionCatalog } from '../store/catalog.ts'
import type { CollectionRecord } from '../store/collections.ts'
import { DamageError } from '../store/store.ts'
import { CollectionDigester } from './digest.ts'
import { membersOf } from './members.ts'

/**
 * Digests of the attributes of a stored collection (level 1), 24 bytes each. They are computed where the
 * version that added the collection did not state them, and nobody could do so since.
 *
 * @throws {@link DamageError} when the members of the collection are not those of its digest.
 */
export async function level1Of(
  store: Pick<CollectionCatalog, 'members'>,
  record: CollectionRecord,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const { digest, attributes } = record
  if (attributes.size > 0) return attributes
  const digester = new CollectionDigester()
  for await (const page of membersOf(store, record)) {
    for (const member of page) digester.add(member.name, member.digest, member.length)
  }
  if (Buffer.compare(digester.digest(), digest) === 0) return digester.attributes()
  throw new DamageError(
    `collection ${sha512t24u(digest)} has members of another digest: run seqkeep rebuild, then seqkeep verify`,
  )
}
