import { findCollections } from '../collection/find-collection.ts'
import { sha512t24u } from '../digest/sha512t24u.ts'
import type { CollectionRecord, CollectionStore } from '../store/collections.ts'
import { CliError } from './output.ts'

/**
 * The one collection that a text names: its digest, `authority:alias`, or a bare alias.
 *
 * @throws {@link CliError} when it names none, or several.
 */
export async function resolveCollection(
  store: CollectionStore,
  text: string,
): Promise<{ record: CollectionRecord; mask: Uint8Array }> {
  const found = await findCollections(store, text)
  const [named] = found
  const record = named && (await store.collection(named.digest))
  if (!record) throw new CliError(`no collection is called '${text}'`)
  if (found.length === 1) return { record, mask: named.mask }
  const choices = found.map(
    ({ digest, mask }) => `  ${sha512t24u(digest)} --mask ${sha512t24u(mask)}`,
  )
  throw new CliError(
    `'${text}' names ${found.length} collections; use one of\n${choices.join('\n')}`,
  )
}
