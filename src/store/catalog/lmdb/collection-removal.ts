import type { CollectionAliasEntry } from '../../journal/entry.ts'
import { DamageError } from '../../store.ts'
import { maskKey, maskSets, readCollection } from './collection-catalog.ts'
import { countAttribute } from './collection-replay.ts'
import {
  attributeKey,
  type CollectionRow,
  collectionAliasKey,
  decodeName,
  lengthKey,
  NOTHING,
  under,
} from './collection-tables.ts'
import { numbered } from './genome-tables.ts'
import { readMembers } from './member-chunk.ts'
import { removeNumbered } from './put.ts'
import { unsealed } from './seal.ts'
import { readCollectionCounts, type Tables, writeCollectionCounts } from './tables.ts'

/**
 * Takes a mask set of a collection out of the tables, and with the last one the collection; within
 * a transaction. Returns how many collections are gone.
 */
export function removeCollection(tables: Tables, digest: Uint8Array, mask: Uint8Array): number {
  const row = readCollection(tables, digest)
  const sets = row ? maskSets(tables, row.number) : []
  const gone = sets.find(({ id }) => Buffer.compare(id, mask) === 0)
  if (!row || !gone) throw new DamageError('the journal removes a collection that it does not have')
  const others = sets.filter((set) => set !== gone)
  tables.maskSets.removeSync(maskKey(row.number, mask))
  removeNumbered(tables.maskRuns, gone.set)
  if (!others.some(({ descriptions }) => descriptions === gone.descriptions)) {
    removeNumbered(tables.descriptions, gone.descriptions)
  }
  if (others.length > 0) return 0
  removeWhole(tables, Buffer.from(digest), row)
  return 1
}

function removeWhole(tables: Tables, digest: Buffer, row: CollectionRow): void {
  const { number } = row
  const counts = readCollectionCounts(tables)
  for (const [name, each] of row.attributes) {
    const key = attributeKey(name, each)
    tables.attributes.removeSync(Buffer.concat([key, digest]))
    if (countAttribute(tables, key, -1) === 0) counts.attributes[name]!--
  }
  writeCollectionCounts(tables, counts)
  tables.unattributed.removeSync(digest)
  tables.collections.removeSync(digest)
  tables.collectionNumbers.removeSync(numbered(NOTHING, number))
  for (;;) {
    const [chunk] = tables.members.getRange({ ...under(numbered(NOTHING, number)), limit: 1 })
    if (!chunk) return
    for (const member of readMembers(unsealed(chunk.key, chunk.value))) {
      tables.sequenceCollections.removeSync(numbered(member.digest, number))
      tables.lengthCollections.removeSync(lengthKey(member.length, number))
    }
    tables.members.removeSync(chunk.key)
  }
}

/** Takes a name of a collection out of the tables; within a transaction. */
export function removeCollectionAlias(tables: Tables, entry: CollectionAliasEntry): void {
  const { digest, mask, authority, alias } = entry
  const key = Buffer.concat([collectionAliasKey(authority, alias), digest, mask])
  tables.collectionAliases.removeSync(key)
  for (const { key: at, value } of [
    ...tables.collectionNames.getRange(under(Buffer.from(digest))),
  ]) {
    const name = decodeName(at, value)
    const same =
      name.authority === authority && name.alias === alias && Buffer.compare(name.mask, mask) === 0
    if (same) tables.collectionNames.removeSync(at)
  }
}
