import { CollectionDigester } from '../collection/digest.ts'
import { allMembers } from '../collection/members.ts'
import { sha512t24u } from '../digest/sha512t24u.ts'
import { DamageError } from '../store/store.ts'
import type { StoreWriter } from '../store/writer.ts'

/** Collections of one change. */
const BATCH = 1000

/**
 * States the attributes of collections that were added by a version which did not: they are computed
 * from the members, once.
 *
 * @returns Of how many collections.
 * @throws {@link DamageError} when the members of a collection are not those of its digest.
 */
export async function completeCollections(writer: StoreWriter): Promise<number> {
  const { catalog } = writer
  let completed = 0
  for (;;) {
    const lacking = await catalog.unattributedCollections(BATCH)
    if (lacking.length === 0) return completed
    const change = await writer.change()
    try {
      for (const digest of lacking) {
        await change.attributes(digest, await attributesOf(writer, digest))
      }
      await change.commit()
    } catch (error) {
      await change.abort()
      throw error
    }
    completed += lacking.length
  }
}

async function attributesOf(
  { catalog }: StoreWriter,
  digest: Uint8Array,
): Promise<ReadonlyMap<string, Uint8Array>> {
  const collection = await catalog.collection(digest)
  const digester = new CollectionDigester()
  for await (const page of allMembers(catalog, digest, collection!.masks[0]!.id)) {
    for (const member of page) digester.add(member.name, member.digest, member.length)
  }
  if (Buffer.compare(digester.digest(), digest) === 0) return digester.attributes()
  throw new DamageError(
    `collection ${sha512t24u(digest)} has members of another digest: run seqkeep rebuild, then seqkeep verify`,
  )
}
