import { hex } from '../digest/hex.ts'
import { sequenceId } from '../digest/identifier.ts'
import type { Alias, SequenceRecord } from '../store/store.ts'

/**
 * Metadata of a sequence. The keys of all versions at once: clients look for theirs and pass over the others. Only the
 * spelling of naming authorities differs.
 */
export function describe(record: SequenceRecord, aliases: readonly Alias[]) {
  const id = sequenceId(record.digest)
  return {
    id,
    md5: hex(record.md5),
    trunc512: hex(record.digest),
    ga4gh: id,
    ...(record.sha1 && { sha1: hex(record.sha1) }),
    length: record.length,
    aliases: aliases.map(({ alias, authority }) => ({ alias, naming_authority: authority })),
  }
}
