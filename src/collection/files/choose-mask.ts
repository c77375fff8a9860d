import { hex } from '../../digest/hex.ts'
import { parseSha512t24u } from '../../digest/sha512t24u.ts'
import type { CollectionRecord } from '../../store/collections.ts'
import type { FileRequest } from './collection-files.ts'

/**
 * Which file of a collection is meant.
 *
 * @param own The mask set that goes with the name of the collection.
 * @param wanted `none` for no lower case at all, or the id of another mask set.
 * @returns `undefined` when the collection does not have it.
 */
export function chooseMask(
  record: CollectionRecord,
  own: Uint8Array,
  wanted: string | undefined,
): Pick<FileRequest, 'describedBy' | 'mask'> | undefined {
  const isNone = wanted === 'none'
  const id = wanted === undefined || isNone ? own : parseSha512t24u(wanted)
  const found = id && record.masks.find((mask) => hex(mask.id) === hex(id))
  return found && { describedBy: found, mask: isNone ? undefined : found.id }
}
