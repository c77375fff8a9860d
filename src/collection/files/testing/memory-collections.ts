import { createHash } from 'node:crypto'
import { DIGEST_BYTES } from '../../../digest/sha512t24u.ts'
import { MemoryStore } from '../../../server/testing/memory-store.ts'
import type {
  CollectionAlias,
  CollectionPage,
  CollectionRecord,
  CollectionStore,
  Member,
  NamedCollection,
} from '../../../store/collections.ts'
import { CollectionDigester } from '../../digest.ts'

/** A record of FASTA as it is spelled in the file. */
export interface Spelled {
  readonly name: string
  readonly description?: string
  /** In upper and lower case. */
  readonly residues: string
}

/** Collections in memory, each of one or more files that differ in case and descriptions alone. */
export class MemoryCollections implements CollectionStore {
  readonly #collections: { record: CollectionRecord; files: readonly (readonly Spelled[])[] }[]
  readonly #aliases: readonly (NamedCollection & CollectionAlias)[]

  /** @param aliases Who calls which collection so, and the number of its file. */
  constructor(
    collections: readonly (readonly (readonly Spelled[])[])[],
    aliases: readonly { authority: string; alias: string; collection: number; file: number }[] = [],
  ) {
    this.#collections = collections.map((files) => ({ record: recordOf(files), files }))
    this.#aliases = aliases.map(({ authority, alias, collection, file }) => {
      const { digest, masks } = this.#collections[collection]!.record
      return { authority, alias, digest, mask: masks[file]!.id }
    })
  }

  get records(): readonly CollectionRecord[] {
    return this.#collections.map(({ record }) => record)
  }

  async collection(digest: Uint8Array): Promise<CollectionRecord | undefined> {
    return this.#find(digest)?.record
  }

  async collectionsByAlias(
    authority: string | undefined,
    alias: string,
  ): Promise<NamedCollection[]> {
    return this.#aliases.filter(
      (one) => one.alias === alias && (authority === undefined || one.authority === authority),
    )
  }

  async collectionAliases(digest: Uint8Array): Promise<CollectionAlias[]> {
    return this.#aliases.filter((alias) => Buffer.compare(alias.digest, digest) === 0)
  }

  async members(
    digest: Uint8Array,
    mask: Uint8Array,
    from: number,
    limit: number,
  ): Promise<Member[]> {
    return this.#file(digest, mask)
      .slice(from, from + limit)
      .map(({ name, description = '', residues }) => ({
        ...{ name, description, length: residues.length, digest: digestOf(residues) },
      }))
  }

  async maskRuns(
    digest: Uint8Array,
    mask: Uint8Array,
    member: number,
    start0: number,
    end0: number,
  ): Promise<number[]> {
    const { residues } = this.#file(digest, mask)[member]!
    return [...residues.slice(start0, end0).matchAll(/[a-z]+/g)].flatMap(({ 0: run, index }) => [
      start0 + index,
      start0 + index + run.length,
    ])
  }

  async collectionAuthorities(): Promise<string[]> {
    return []
  }

  async collectionAliasesOf(): Promise<string[]> {
    return []
  }

  async collections(): Promise<CollectionPage> {
    return { digests: this.records.map(({ digest }) => digest), total: this.records.length }
  }

  async attributeDigests(): Promise<CollectionPage> {
    return { digests: [], total: 0 }
  }

  async collectionsOf(): Promise<Uint8Array[]> {
    return []
  }

  async collectionsWithLength(): Promise<Uint8Array[]> {
    return []
  }

  #find(digest: Uint8Array) {
    return this.#collections.find(({ record }) => Buffer.compare(record.digest, digest) === 0)
  }

  #file(digest: Uint8Array, mask: Uint8Array): readonly Spelled[] {
    const { record, files } = this.#find(digest)!
    return files[record.masks.findIndex(({ id }) => Buffer.compare(id, mask) === 0)]!
  }
}

/** The sequences of collections. */
export function sequencesOf(files: readonly (readonly Spelled[])[]): MemoryStore {
  const residues = new Set(files.flat().map((record) => record.residues.toUpperCase()))
  return new MemoryStore([...residues].map((each) => ({ residues: each })))
}

function recordOf(files: readonly (readonly Spelled[])[]): CollectionRecord {
  const digester = new CollectionDigester()
  const [first = []] = files
  for (const { name, residues } of first) digester.add(name, digestOf(residues), residues.length)
  return {
    digest: digester.digest(),
    members: first.length,
    residues: first.reduce((sum, { residues }) => sum + residues.length, 0),
    attributes: new Map(),
    masks: files.map((file, i) => ({
      id: sha512t24(file.map(({ residues }) => residues.replace(/[A-Z]/g, '.')).join('/')),
      source: `${i}.fa`,
      described: sha512t24(file.map(({ description = '' }) => description).join('\n')),
    })),
  }
}

function digestOf(residues: string): Uint8Array {
  return sha512t24(residues.toUpperCase())
}

function sha512t24(text: string): Uint8Array {
  return Uint8Array.from(createHash('sha512').update(text).digest().subarray(0, DIGEST_BYTES))
}
