import type { Identifier } from '../digest/identifier.ts'
import { whenThere } from './awaitable.ts'
import type { Catalog } from './catalog.ts'
import { type Awaitable, DamageError, type SequenceRecord } from './store.ts'

/** Sequences that an identifier names: none, one, or several when a name is ambiguous. */
export function findSequences(
  catalog: Catalog,
  identifier: Identifier,
): Awaitable<SequenceRecord[]> {
  switch (identifier.kind) {
    case 'sha512t24u':
      return whenThere(catalog.sequence(identifier.digest), (record) => (record ? [record] : []))
    case 'md5':
      return catalog.byMd5(identifier.digest)
    case 'sha1':
      return catalog.bySha1(identifier.digest)
    case 'alias':
      return whenThere(catalog.byAlias(identifier.authority, identifier.alias), (digests) =>
        records(catalog, digests),
      )
    case 'bare':
      return whenThere(catalog.byName(identifier.alias), (digests) => records(catalog, digests))
  }
}

async function records(
  catalog: Catalog,
  digests: readonly Uint8Array[],
): Promise<SequenceRecord[]> {
  const found: SequenceRecord[] = []
  for (const digest of digests) {
    const record = await catalog.sequence(digest)
    if (!record) throw new DamageError('the catalog is damaged: run seqkeep rebuild')
    found.push(record)
  }
  return found
}
