import { DIGEST_BYTES } from '../../../digest/sha512t24u.ts'
import type { Catalog, PackInfo } from '../../catalog.ts'
import { type Alias, DamageError, type SequenceRecord, type StoreStats } from '../../store.ts'
import { LmdbCollectionCatalog } from './collection-catalog.ts'
import {
  afterPrefix,
  aliasKey,
  decodePack,
  decodeSequence,
  numberKey,
  readStats,
  type Table,
  type Tables,
} from './tables.ts'

/** Answers from LMDB. Look-ups are synchronous: one costs a few microseconds. */
export class LmdbCatalog extends LmdbCollectionCatalog implements Catalog {
  readonly #tables: () => Tables

  /** @param tables - Asked at each look-up: they change under a long-lived reader. */
  constructor(tables: () => Tables) {
    super(tables)
    this.#tables = tables
  }

  protected get tables(): Tables {
    return this.#tables()
  }

  sequence(digest: Uint8Array): SequenceRecord | undefined {
    const value = this.tables.sequences.getBinaryFast(asBuffer(digest))
    return value && decodeSequence(digest, value)
  }

  byMd5(md5: Uint8Array): SequenceRecord[] {
    return this.#byDigest(this.tables.md5, md5)
  }

  bySha1(sha1: Uint8Array): SequenceRecord[] {
    return this.#byDigest(this.tables.sha1, sha1)
  }

  byAlias(authority: string, alias: string): Uint8Array[] {
    const { prefix, long } = aliasKey(authority, alias)
    const digests: Uint8Array[] = []
    for (const { key, value } of this.tables.aliases.getRange({
      start: prefix,
      end: afterPrefix(prefix),
    })) {
      if (key.length !== prefix.length + DIGEST_BYTES) continue
      if (long && !value.equals(long)) continue
      digests.push(Uint8Array.from(key.subarray(prefix.length)))
    }
    return digests
  }

  byName(alias: string): Uint8Array[] {
    const found = new Map<string, Uint8Array>()
    for (const authority of this.tables.authorities.getKeys()) {
      for (const digest of this.byAlias(authority.toString(), alias)) {
        found.set(asBuffer(digest).toString('latin1'), digest)
      }
    }
    return [...found.values()]
  }

  hasAlias(digest: Uint8Array, authority: string, alias: string): boolean {
    const { prefix, long } = aliasKey(authority, alias)
    const value = this.tables.aliases.getBinary(Buffer.concat([prefix, digest]))
    return value !== undefined && (!long || long.equals(value))
  }

  aliases(digest: Uint8Array): Alias[] {
    const prefix = asBuffer(digest)
    const aliases: Alias[] = []
    for (const { value } of this.tables.names.getRange({
      start: prefix,
      end: afterPrefix(prefix),
    })) {
      const name = value.toString()
      const nul = name.indexOf('\0')
      aliases.push({ authority: name.slice(0, nul), alias: name.slice(nul + 1) })
    }
    return aliases
  }

  pack(id: number): PackInfo | undefined {
    const value = this.tables.packs.getBinary(numberKey(id))
    return value && decodePack(value)
  }

  packs(): PackInfo[] {
    return [...this.tables.packs.getRange({})].map(({ value }) => decodePack(value))
  }

  stats(): StoreStats {
    return readStats(this.tables)
  }

  sample(limit: number): SequenceRecord[] {
    return [...this.tables.sequences.getRange({ limit })].map(({ key, value }) =>
      decodeSequence(Uint8Array.from(key), value),
    )
  }

  async close(): Promise<void> {
    await this.tables.root.close()
  }

  #byDigest(table: Table, key: Uint8Array): SequenceRecord[] {
    const found = table.getBinary(asBuffer(key))
    const records: SequenceRecord[] = []
    for (let i = 0; found && i < found.length; i += DIGEST_BYTES) {
      const record = this.sequence(Uint8Array.from(found.subarray(i, i + DIGEST_BYTES)))
      if (!record) throw new DamageError('the catalog is damaged: run seqkeep rebuild')
      records.push(record)
    }
    return records
  }
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
}
