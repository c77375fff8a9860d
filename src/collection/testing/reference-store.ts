import { createHash } from 'node:crypto'
import type { Identifier } from '../../digest/identifier.ts'
import type {
  CollectionAlias,
  CollectionPage,
  CollectionRecord,
  CollectionStore,
  Member,
  NamedCollection,
} from '../../store/collections.ts'
import type { Alias, SequenceRecord, SequenceStore } from '../../store/store.ts'

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

const sha512 = (value: unknown) =>
  Uint8Array.from(createHash('sha512').update(JSON.stringify(value)).digest().subarray(0, 24))
const spelled = (digest: Uint8Array) => Buffer.from(digest).toString('base64url')
const bytes = (digest: string) => Uint8Array.from(Buffer.from(digest, 'base64url'))

/** The digests of all attributes, and of the collection, as Sequence Collections 1.0.0 defines them. */
function attributesOf(entries: readonly Entry[]): Map<string, Uint8Array> {
  const names = entries.map(({ name }) => name)
  const sequences = entries.map(({ digest }) => `SQ.${digest}`)
  const pairs = entries.map(({ name, length }) => ({ length, name }))
  const sortedPairs = pairs.map((pair) => spelled(sha512(pair))).sort()
  return new Map([
    ['names', sha512(names)],
    ['lengths', sha512(entries.map(({ length }) => length))],
    ['sequences', sha512(sequences)],
    ['name_length_pairs', sha512(pairs)],
    ['sorted_name_length_pairs', sha512(sortedPairs)],
    ['sorted_sequences', sha512(sequences.sort())],
  ])
}

/** Digest of a collection. */
export function collectionDigest(entries: readonly Entry[]): string {
  const attributes = attributesOf(entries)
  const [names, sequences] = ['names', 'sequences'].map((key) => spelled(attributes.get(key)!))
  return spelled(sha512({ names, sequences }))
}

/** A store for tests that has collections, and sequences without residues. Counts what is read. */
export class ReferenceStore implements SequenceStore, CollectionStore {
  readonly settings = { sha1: false }
  readonly #collections = new Map<string, { record: CollectionRecord; reference: Reference }>()
  readonly #byMd5 = new Map<string, SequenceRecord>()
  readonly #collectionsOf = new Map<string, Set<string>>()
  readonly #byLength = new Map<number, Set<string>>()
  readonly counts = { members: 0, lookups: 0 }

  constructor(references: readonly Reference[]) {
    for (const reference of references) this.#add(reference)
  }

  #add(reference: Reference): void {
    const { entries, source } = reference
    const digest = collectionDigest(entries)
    const record: CollectionRecord = {
      digest: bytes(digest),
      members: entries.length,
      residues: entries.reduce((sum, { length }) => sum + length, 0),
      attributes: attributesOf(entries),
      masks: [{ id: sha512(source), source, described: sha512('') }],
    }
    this.#collections.set(digest, { record, reference })
    for (const entry of entries) {
      this.#byMd5.set(entry.md5, {
        digest: bytes(entry.digest),
        md5: Uint8Array.from(Buffer.from(entry.md5, 'hex')),
        length: entry.length,
        ...{ circular: false, pack: 0, offset: 0, size: 0 },
      })
      gather(this.#collectionsOf, entry.digest, digest)
      gather(this.#byLength, entry.length, digest)
    }
  }

  async find(identifier: Identifier): Promise<SequenceRecord[]> {
    this.counts.lookups++
    if (identifier.kind === 'md5') {
      const record = this.#byMd5.get(Buffer.from(identifier.digest).toString('hex'))
      return record ? [record] : []
    }
    if (identifier.kind !== 'bare') return []
    return [...this.#collections.values()]
      .flatMap(({ reference }) => reference.entries)
      .filter(({ name }) => name === identifier.alias)
      .map(({ md5 }) => this.#byMd5.get(md5)!)
  }

  async collection(digest: Uint8Array): Promise<CollectionRecord | undefined> {
    return this.#collections.get(spelled(digest))?.record
  }

  async collectionsByAlias(
    authority: string | undefined,
    alias: string,
  ): Promise<NamedCollection[]> {
    return [...this.#collections.values()]
      .filter(({ reference }) =>
        reference.aliases?.some(
          (each) => each.alias === alias && (authority ?? each.authority) === each.authority,
        ),
      )
      .map(({ record }) => ({ digest: record.digest, mask: record.masks[0]!.id }))
  }

  async collectionAliases(digest: Uint8Array): Promise<CollectionAlias[]> {
    const { record, reference } = this.#collections.get(spelled(digest))!
    return (reference.aliases ?? []).map((alias) => ({ ...alias, mask: record.masks[0]!.id }))
  }

  async collections(
    attributes: ReadonlyMap<string, Uint8Array>,
    from: number,
    limit: number,
  ): Promise<CollectionPage> {
    this.counts.lookups++
    const found = [...this.#collections.values()].filter(({ record }) =>
      [...attributes].every(([key, digest]) =>
        Buffer.from(record.attributes.get(key)!).equals(digest),
      ),
    )
    const digests = found.map(({ record }) => record.digest)
    return { digests: digests.slice(from, from + limit), total: digests.length }
  }

  async members(
    digest: Uint8Array,
    mask: Uint8Array,
    from: number,
    limit: number,
  ): Promise<Member[]> {
    const { record, reference } = this.#collections.get(spelled(digest))!
    if (!Buffer.from(record.masks[0]!.id).equals(mask)) throw new Error('no such mask')
    const page = reference.entries.slice(from, from + limit)
    this.counts.members += page.length
    return page.map(({ name, length, digest }) => ({
      ...{ name, length, description: '' },
      digest: bytes(digest),
    }))
  }

  async collectionsOf(sequence: Uint8Array, limit: number): Promise<Uint8Array[]> {
    this.counts.lookups++
    return [...(this.#collectionsOf.get(spelled(sequence)) ?? [])].slice(0, limit).map(bytes)
  }

  async collectionsWithLength(length: number, limit: number): Promise<Uint8Array[]> {
    this.counts.lookups++
    return [...(this.#byLength.get(length) ?? [])].slice(0, limit).map(bytes)
  }

  version(): number {
    return 1
  }

  async stats() {
    const counts = { sequences: this.#byMd5.size, collections: this.#collections.size }
    return {
      ...counts,
      residues: 0,
      aliases: 0,
      genomes: 0,
      genes: 0,
      packs: 0,
      packBytes: 0,
      journal: 1,
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
  async sample(): Promise<SequenceRecord[]> {
    return []
  }
  async collectionAuthorities(): Promise<never> {
    throw new Error('not asked for')
  }
  async collectionAliasesOf(): Promise<never> {
    throw new Error('not asked for')
  }
  async attributeDigests(): Promise<never> {
    throw new Error('not asked for')
  }
  async maskRuns(): Promise<never> {
    throw new Error('not asked for')
  }
}

function gather<K>(map: Map<K, Set<string>>, key: K, value: string): void {
  const set = map.get(key)
  if (set) set.add(value)
  else map.set(key, new Set([value]))
}
