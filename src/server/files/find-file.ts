import { chooseMask } from '../../collection/files/choose-mask.ts'
import { findCollections } from '../../collection/find-collection.ts'
import { sha512t24u } from '../../digest/sha512t24u.ts'
import type { CollectionRecord, CollectionStore, MaskSet } from '../../store/collections.ts'
import { ProtocolError } from '../errors.ts'
import type { Parameter } from '../range.ts'
import { ALL_ENDINGS, type FileName } from './file-name.ts'

/** A collection as a URL names it. */
export interface FoundCollection {
  readonly record: CollectionRecord
  /** Digest in base64url. */
  readonly id: string
  /** The file whose descriptions are in the headers. */
  readonly describedBy: MaskSet
  /** What is in lower case, if anything. */
  readonly mask: Uint8Array | undefined
}

/**
 * Finds the collection of a URL and the file that is meant: the alias' own, else the first, unless
 * the parameter `mask` names another.
 *
 * @param urlOf Makes the URL for each of several collections, from a digest and the id of a mask set.
 * @throws An answer of 404 when nothing is known by the name, of 300 with the list when several are.
 */
export async function findFile(
  store: CollectionStore,
  { collection, ending }: FileName,
  mask: Parameter,
  urlOf: (digest: string, mask: string) => string,
): Promise<FoundCollection> {
  const [named, ...others] = await findCollections(store, collection)
  const record = named && (await store.collection(named.digest))
  if (!record) {
    throw ending === undefined
      ? new ProtocolError('FILE_NOT_FOUND', { id: collection }, { body: { formats: ALL_ENDINGS } })
      : new ProtocolError('COLLECTION_NOT_FOUND', { id: collection })
  }
  if (others.length > 0) {
    const choices = [named, ...others].map((each) => {
      const id = sha512t24u(each.digest)
      return { id, mask: sha512t24u(each.mask), url: urlOf(id, sha512t24u(each.mask)) }
    })
    throw new ProtocolError(
      'SEVERAL_COLLECTIONS',
      { id: collection },
      { body: { collections: choices } },
    )
  }
  const id = sha512t24u(record.digest)
  return {
    ...{ record, id },
    ...maskOf(record, named.mask, mask),
  }
}

function maskOf(
  record: CollectionRecord,
  own: Uint8Array,
  wanted: Parameter,
): Pick<FoundCollection, 'describedBy' | 'mask'> {
  const chosen = Array.isArray(wanted) ? undefined : chooseMask(record, own, wanted)
  if (chosen) return chosen
  throw new ProtocolError(
    'MASK_NOT_FOUND',
    { mask: `${wanted}` },
    { body: { masks: record.masks.map(({ id, source }) => ({ id: sha512t24u(id), source })) } },
  )
}
