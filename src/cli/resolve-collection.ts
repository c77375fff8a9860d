import { findCollections } from '../collection/find-collection.ts'
import { sha512t24u } from '../digest/sha512t24u.ts'
import type { CollectionRecord, CollectionStore, NamedCollection } from '../store/collections.ts'
import { CliError } from './output.ts'

/**
 * The one collection among those that a text names, whatever the case of its files; `undefined` if it
 * names none.
 *
 * @throws {@link CliError} when there are several.
 */
export async function oneCollection(
  store: CollectionStore,
  text: string,
  named: readonly NamedCollection[],
): Promise<CollectionRecord | undefined> {
  const digests = [...new Set(named.map(({ digest }) => sha512t24u(digest)))]
  if (digests.length <= 1) return named[0] && store.collection(named[0].digest)
  const list = digests.map((digest) => `  ${digest}`).join('\n')
  throw new CliError(`'${text}' names ${digests.length} collections; use one of\n${list}`)
}

/**
 * The one collection, with the case of one file, that a text names: its digest, `authority:alias`, or a bare alias.
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
