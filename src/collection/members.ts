import { sha512t24u } from '../digest/sha512t24u.ts'
import type { CollectionCatalog } from '../store/catalog.ts'
import type { CollectionRecord, Member } from '../store/collections.ts'
import { DamageError } from '../store/store.ts'
import { Pace } from './pace.ts'

/** Members that are read and worked on at a time: 2-5 ms of work, and about 100 kB of text. */
export const BATCH = 2048

/**
 * The members of a collection in batches, giving way to others in between.
 *
 * @param mask Of the file whose descriptions are wanted; the first unless given.
 * @throws {@link DamageError} when there are not as many as the collection says.
 */
export async function* membersOf(
  store: Pick<CollectionCatalog, 'members'>,
  record: CollectionRecord,
  mask: Uint8Array = record.masks[0]!.id,
): AsyncGenerator<readonly Member[]> {
  const pace = new Pace()
  for (let from = 0; from < record.members; ) {
    const batch = await store.members(record.digest, mask, from, BATCH)
    if (batch.length === 0) {
      throw new DamageError(
        `collection ${sha512t24u(record.digest)} has ${from} of ${record.members} members: run seqkeep verify`,
      )
    }
    yield batch
    from += batch.length
    if (pace.due) await pace.rest()
  }
}
