import { parseHex } from '../../digest/hex.ts'
import type { Identifier } from '../../digest/identifier.ts'
import { parseSha512t24u, sha512t24u } from '../../digest/sha512t24u.ts'
import type { CollectionPage, Member } from '../../store/collections.ts'
import type { Alias, SequenceRecord, SequenceStore } from '../../store/store.ts'
import { MemoryCollections } from './memory-collections.ts'

/** A sequence of a {@link Reference}: real, or one of which only the digests are known. */
export interface Entry {
  readonly name: string
  readonly length: number
  /** 32 hex digits. */
  readonly md5: string
  /** GA4GH digest, 32 characters. */
  readonly digest: string
}

/** A collection to put into a {@link ReferenceStore}. */
export interface Reference {
  readonly source: string
  readonly entries: readonly Entry[]
  readonly aliases?: readonly Alias[]
}

const membersOf = (entries: readonly Entry[]) =>
  entries.map(
    ({ name, length, digest }): Member => ({
      ...{ name, description: '', length, digest: parseSha512t24u(digest)! },
    }),
  )

/** Digest of a collection. */
export function collectionDigest(entries: readonly Entry[]): string {
  const [record] = new MemoryCollections([{ members: membersOf(entries) }]).records
  return sha512t24u(record!.digest)
}

/** A store for tests that has collections, and sequences without residues. Counts what is read. */
export class ReferenceStore extends MemoryCollections implements SequenceStore {
  readonly settings = { sha1: false }
  readonly #byMd5 = new Map<string, SequenceRecord>()
  readonly #byName = new Map<string, SequenceRecord[]>()
  readonly counts = { members: 0, lookups: 0 }

  constructor(references: readonly Reference[]) {
    super(references.map(({ entries, ...others }) => ({ ...others, members: membersOf(entries) })))
    for (const { name, md5, digest, length } of references.flatMap(({ entries }) => entries)) {
      const record = {
        ...{ digest: parseSha512t24u(digest)!, md5: parseHex(md5, 16)!, length },
        ...{ circular: false, pack: 0, offset: 0, size: 0 },
      }
      this.#byMd5.set(md5, record)
      const same = this.#byName.get(name)
      if (same) same.push(record)
      else this.#byName.set(name, [record])
    }
  }

  async find(identifier: Identifier): Promise<SequenceRecord[]> {
    this.counts.lookups++
    if (identifier.kind === 'bare') return this.#byName.get(identifier.alias) ?? []
    const digest = identifier.kind === 'md5' ? Buffer.from(identifier.digest).toString('hex') : ''
    const record = this.#byMd5.get(digest)
    return record ? [record] : []
  }

  override async collections(
    attributes: ReadonlyMap<string, Uint8Array>,
    from: number,
    limit: number,
  ): Promise<CollectionPage> {
    this.counts.lookups++
    return super.collections(attributes, from, limit)
  }

  override async members(
    digest: Uint8Array,
    mask: Uint8Array,
    from: number,
    limit: number,
  ): Promise<Member[]> {
    const page = await super.members(digest, mask, from, limit)
    this.counts.members += page.length
    return page
  }

  override async collectionsOf(sequence: Uint8Array, limit: number): Promise<Uint8Array[]> {
    this.counts.lookups++
    return super.collectionsOf(sequence, limit)
  }

  override async collectionsWithLength(length: number, limit: number): Promise<Uint8Array[]> {
    this.counts.lookups++
    return super.collectionsWithLength(length, limit)
  }

  version(): number {
    return 1
  }

  async stats() {
    return {
      ...{ sequences: this.#byMd5.size, collections: this.records.length, journal: 1 },
      ...{ residues: 0, aliases: 0, genomes: 0, genes: 0, packs: 0, packBytes: 0 },
    }
  }

  async aliases(): Promise<never> {
    throw new Error('not asked for')
  }

  async otherRuns(): Promise<number[]> {
    throw new Error('no residues are at hand')
  }

  async read(): Promise<never> {
    throw new Error('not asked for')
  }

  sequential(): never {
    throw new Error('not asked for')
  }

  async readOneOfMany(): Promise<never> {
    throw new Error('not asked for')
  }

  async sample(): Promise<SequenceRecord[]> {
    return []
  }
}
