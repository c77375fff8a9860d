import type { FastifyRequest } from 'fastify'
import { chooseMask } from '../../collection/files/choose-mask.ts'
import { findCollections } from '../../collection/find-collection.ts'
import { MemberIndex } from '../../collection/regions/member-index.ts'
import { type FindSource, membersNamed, sequences } from '../../collection/regions/source.ts'
import { hex } from '../../digest/hex.ts'
import { sha512t24u } from '../../digest/sha512t24u.ts'
import type { CollectionRecord, CollectionStore } from '../../store/collections.ts'
import { ProtocolError } from '../errors.ts'
import type { Parameter } from '../range.ts'
import type { BatchOptions } from './batch.ts'

type Query = Readonly<Record<'collection' | 'mask', Parameter>>

/**
 * What the names of a batch mean: those of the members of the collection that the URL names, or any
 * identifiers of sequences.
 *
 * @throws {@link ProtocolError} 404, or 300 with the list.
 */
export async function finderOf(
  request: FastifyRequest,
  { store, collections, indexes }: BatchOptions,
): Promise<FindSource> {
  const { collection, mask } = request.query as Query
  if (collection === undefined) return sequences(store)
  if (!collections) throw new ProtocolError('COLLECTION_NOT_FOUND', { id: `${collection}` })
  const found = await findFile(collections, `${collection}`, mask)
  const { digest } = found.record
  const index = await indexes.get(
    hex(digest),
    () => MemberIndex.of(collections, found.record),
    ({ weight }) => weight,
  )
  return membersNamed({ store, collections, index, digest, mask: found.mask })
}

/** Which file of which collection is meant; its `mask` is what is in lower case, if anything. */
async function findFile(
  store: CollectionStore,
  id: string,
  wantedMask: Parameter,
): Promise<{ record: CollectionRecord; mask: Uint8Array | undefined }> {
  const [named, ...others] = await findCollections(store, id)
  const record = named && (await store.collection(named.digest))
  if (!record) throw new ProtocolError('COLLECTION_NOT_FOUND', { id })
  if (others.length > 0) {
    const collections = [named, ...others].map(({ digest, mask }) => ({
      ...{ id: sha512t24u(digest), mask: sha512t24u(mask) },
    }))
    throw new ProtocolError('SEVERAL_COLLECTIONS', { id }, { body: { collections } })
  }
  const chosen = Array.isArray(wantedMask) ? undefined : chooseMask(record, named.mask, wantedMask)
  if (chosen) return { record, mask: chosen.mask }
  const masks = record.masks.map((mask) => ({ id: sha512t24u(mask.id), source: mask.source }))
  throw new ProtocolError('MASK_NOT_FOUND', { mask: `${wantedMask}` }, { body: { masks } })
}
