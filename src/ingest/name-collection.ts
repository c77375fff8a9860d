import type { Change } from '../store/change.ts'
import type { NamedCollection } from '../store/collections.ts'
import type { Alias } from '../store/store.ts'
import type { StoreWriter } from '../store/writer.ts'

/**
 * States names of a collection, in the form of the mask set that goes with them.
 *
 * @returns Those by which another collection, or another form of this one, is called too.
 * @throws {@link StoreError} when a name is too long.
 */
export async function nameCollection(
  { catalog }: StoreWriter,
  change: Change,
  named: NamedCollection,
  names: readonly Alias[],
): Promise<Alias[]> {
  const shared: Alias[] = []
  for (const name of names) {
    const { authority, alias } = name
    const others = await catalog.collectionsByAlias(authority, alias)
    if (others.some((other) => !same(other, named))) shared.push(name)
    await change.collectionAlias(named.digest, { authority, alias, mask: named.mask })
  }
  return shared
}

function same(a: NamedCollection, b: NamedCollection): boolean {
  return Buffer.compare(a.digest, b.digest) === 0 && Buffer.compare(a.mask, b.mask) === 0
}
