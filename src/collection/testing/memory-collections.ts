import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { sequenceId } from '../../digest/identifier.ts'
import { DIGEST_BYTES, sha512t24u } from '../../digest/sha512t24u.ts'
import type {
  CollectionAlias,
  CollectionPage,
  CollectionRecord,
  CollectionStore,
  MaskSet,
  Member,
  NamedCollection,
} from '../../store/collections.ts'
import type { Alias } from '../../store/store.ts'

interface MemoryFile {
  readonly members: readonly Member[]
  readonly aliases?: readonly Alias[]
  /** Name of the file. */
  readonly source?: string
  /** Lower-case runs of each member, as `start0, end0` pairs; none if absent. */
  readonly runs?: readonly (readonly number[])[]
}

/** A collection to put into a {@link MemoryCollections}: a file, and others of it. */
export interface CollectionEntry extends MemoryFile {
  /** They differ in case and descriptions alone. */
  readonly others?: readonly MemoryFile[]
}

const digestOf = (text: string | Uint8Array) =>
  Uint8Array.from(createHash('sha512').update(text).digest().subarray(0, DIGEST_BYTES))

/** A member that has these residues. */
export function member(name: string, residues: string, description = ''): Member {
  return { name, description, digest: digestOf(residues), length: residues.length }
}

/**
 * A member whose residues nobody needs.
 *
 * @param seed The same for the same sequence.
 */
export function virtualMember(name: string, length: number, seed: string): Member {
  return { name, description: '', digest: digestOf(seed), length }
}

/** Level 2, all attributes, made as the specification words it: with whole arrays and `canonicalize`. */
export function level2Of(members: readonly Member[]) {
  const names = members.map(({ name }) => name)
  const lengths = members.map(({ length }) => length)
  const sequences = members.map(({ digest }) => sequenceId(digest))
  const name_length_pairs = members.map(({ name, length }) => ({ length, name }))
  const sorted_name_length_pairs = name_length_pairs
    .map((pair) => sha512t24u(digestOf(canonicalize(pair)!)))
    .sort()
  const sorted_sequences = sequences.toSorted()
  return {
    ...{ names, lengths, sequences },
    ...{ name_length_pairs, sorted_name_length_pairs, sorted_sequences },
  }
}

function maskSetOf({ members, source = 'test.fa', runs = [] }: MemoryFile): MaskSet {
  const descriptions = members.map(({ description }) => description)
  const [id, described] = [runs, descriptions].map((all) => digestOf(JSON.stringify(all)))
  return { id: id!, source, described: described! }
}

/** The record of a collection. */
function recordOf({ members, others = [], ...first }: CollectionEntry): CollectionRecord {
  const attributes = new Map(
    Object.entries(level2Of(members)).map(([name, value]) => [
      name,
      digestOf(canonicalize(value)!),
    ]),
  )
  const level1 = {
    names: sha512t24u(attributes.get('names')!),
    sequences: sha512t24u(attributes.get('sequences')!),
  }
  return {
    digest: digestOf(canonicalize(level1)!),
    members: members.length,
    residues: members.reduce((sum, { length }) => sum + length, 0),
    attributes,
    masks: [{ members, ...first }, ...others].map(maskSetOf),
  }
}

interface Held {
  readonly record: CollectionRecord
  readonly members: readonly Member[]
  /** In the order of the record's masks. */
  readonly files: readonly MemoryFile[]
}

/** Collections for tests, found by looking through all of them. */
export class MemoryCollections implements CollectionStore {
  readonly #held: Held[]
  /** Called before members are read: may wait, or throw. */
  onMembers: (from: number) => void | Promise<void> = () => {}

  constructor(entries: readonly CollectionEntry[]) {
    this.#held = entries.map((entry) => ({
      record: recordOf(entry),
      members: entry.members,
      files: [entry, ...(entry.others ?? [])],
    }))
  }

  get records(): readonly CollectionRecord[] {
    return this.#held.map(({ record }) => record)
  }

  async collection(digest: Uint8Array): Promise<CollectionRecord | undefined> {
    return this.#find(digest)?.record
  }

  async collectionsByAlias(
    authority: string | undefined,
    alias: string,
  ): Promise<NamedCollection[]> {
    return this.#held.flatMap(namesOf).filter((each) => {
      return each.alias === alias && (authority ?? each.authority) === each.authority
    })
  }

  async collectionAliases(digest: Uint8Array): Promise<CollectionAlias[]> {
    return namesOf(this.#find(digest)!)
  }

  async collectionAuthorities(): Promise<string[]> {
    return [...new Set(this.#aliases().map(({ authority }) => authority))].sort()
  }

  async collectionAliasesOf(authority: string, from: number, limit: number): Promise<string[]> {
    const mine = this.#aliases().filter((alias) => alias.authority === authority)
    return [...new Set(mine.map(({ alias }) => alias))].sort().slice(from, from + limit)
  }

  async collections(
    attributes: ReadonlyMap<string, Uint8Array>,
    from: number,
    limit: number,
  ): Promise<CollectionPage> {
    const found = this.records.filter((record) =>
      [...attributes].every(([name, digest]) => equal(record.attributes.get(name), digest)),
    )
    return page(
      found.map(({ digest }) => digest),
      from,
      limit,
    )
  }

  async attributeDigests(attribute: string, from: number, limit: number): Promise<CollectionPage> {
    const digests = this.records.map(({ attributes }) => attributes.get(attribute)!)
    return page(digests, from, limit)
  }

  async members(
    digest: Uint8Array,
    mask: Uint8Array,
    from: number,
    limit: number,
  ): Promise<Member[]> {
    await this.onMembers(from)
    return this.#file(digest, mask).members.slice(from, from + limit)
  }

  async maskRuns(
    digest: Uint8Array,
    mask: Uint8Array,
    member: number,
    start0: number,
    end0: number,
  ): Promise<number[]> {
    const runs = this.#file(digest, mask).runs?.[member] ?? []
    const clipped: number[] = []
    for (let i = 0; i < runs.length; i += 2) {
      const [from, to] = [Math.max(runs[i]!, start0), Math.min(runs[i + 1]!, end0)]
      if (from < to) clipped.push(from, to)
    }
    return clipped
  }

  async collectionsOf(sequence: Uint8Array, limit: number): Promise<Uint8Array[]> {
    return this.#having(({ digest }) => equal(digest, sequence), limit)
  }

  async collectionsWithLength(length: number, limit: number): Promise<Uint8Array[]> {
    return this.#having((each) => each.length === length, limit)
  }

  #having(test: (member: Member) => boolean, limit: number): Uint8Array[] {
    return this.#held
      .filter(({ members }) => members.some(test))
      .map(({ record }) => record.digest)
      .slice(0, limit)
  }

  #find(digest: Uint8Array): Held | undefined {
    return this.#held.find(({ record }) => equal(record.digest, digest))
  }

  #file(digest: Uint8Array, mask: Uint8Array): MemoryFile {
    const { record, files } = this.#find(digest)!
    const file = files[record.masks.findIndex(({ id }) => equal(id, mask))]
    if (!file) throw new Error('no such mask')
    return file
  }

  #aliases(): Alias[] {
    return this.#held.flatMap(namesOf)
  }
}

function namesOf({ record, files }: Held): (NamedCollection & CollectionAlias)[] {
  return files.flatMap(({ aliases = [] }, i) =>
    aliases.map((alias) => ({
      ...alias,
      ...{ digest: record.digest, mask: record.masks[i]!.id },
    })),
  )
}

function page(digests: readonly Uint8Array[], from: number, limit: number): CollectionPage {
  const distinct = new Map(digests.map((digest) => [Buffer.from(digest).toString('hex'), digest]))
  const sorted = [...distinct].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, digest]) => digest)
  return { digests: sorted.slice(from, from + limit), total: sorted.length }
}

function equal(a: Uint8Array | undefined, b: Uint8Array): boolean {
  return a !== undefined && Buffer.compare(a, b) === 0
}
