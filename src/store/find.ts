import type { Identifier } from '../digest/identifier.ts'
import type { Catalog } from './catalog.ts'
import { DamageError, type SequenceRecord } from './store.ts'

/** Sequences that an identifier names: none, one, or several when a name is ambiguous. */
export async function findSequences(
  catalog: Catalog,
  identifier: Identifier,
): Promise<SequenceRecord[]> {
  switch (identifier.kind) {
    case 'sha512t24u': {
      const record = await catalog.sequence(identifier.digest)
      return record ? [record] : []
    }
    case 'md5':
      return catalog.byMd5(identifier.digest)
    case 'sha1':
      return catalog.bySha1(identifier.digest)
    case 'alias':
      return records(catalog, await catalog.byAlias(identifier.authority, identifier.alias))
    case 'bare':
      return records(catalog, await catalog.byName(identifier.alias))
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
