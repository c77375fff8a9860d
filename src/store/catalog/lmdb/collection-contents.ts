import { ByteWriter } from '../../binary.ts'
import { DamageError } from '../../store.ts'
import { HEAD_BYTES } from '../pairs.ts'
import type { RunWriter } from '../run-writer.ts'
import { Sorter } from '../sorter.ts'
import { type ChunkKind, CollectionSpool, type SpooledChunk } from './collection-spool.ts'
import { lengthKey, NOTHING } from './collection-tables.ts'
import { numbered } from './genome-tables.ts'
import { copyMembers } from './member-chunk.ts'
import { inSteps, LastKey, put, putKeys, type Step } from './put.ts'
import { sealed } from './seal.ts'
import { decodeSequence, type Tables } from './tables.ts'

/** Lengths of one collection that are remembered, so that few are sorted twice. */
const REMEMBERED = 1 << 16

/** Under which numbers what a statement brings is put; 0 where it brings nothing new. */
export interface Plan {
  readonly members: number
  readonly runs: number
  readonly descriptions: number
}

/** The table of each kind of chunk. */
const TABLES = { members: 'members', descriptions: 'descriptions', runs: 'maskRuns' } as const

/** Under which key a chunk is put; `undefined` where it is not, as members that no collection ends belong to none. */
function keyOf(chunk: SpooledChunk, plans: readonly Plan[]): Buffer | undefined {
  const { kind, statement, ordinal, start } = chunk
  const number = plans[statement]?.[kind] ?? 0
  return number === 0
    ? undefined
    : Buffer.concat([numbered(numbered(NOTHING, number), ordinal), start])
}

/** What is in the collections of journal records: members, descriptions, lower-case runs. */
export class CollectionContents {
  readonly #tables: Tables
  /** Keeps all of it under the number of its statement. */
  readonly spool: CollectionSpool
  /** Length of a member, number of the statement -> nothing. */
  readonly #lengths: Sorter
  readonly #chunk = new ByteWriter(4096)
  #remembered = new Set<number>()
  #rememberedOf = -1
  #loaded = false

  /**
   * @param scratch - Path prefix for the sorters' files.
   * @param runs - Who writes them.
   */
  constructor(tables: Tables, scratch: string, runs: RunWriter) {
    this.#tables = tables
    this.spool = new CollectionSpool(`${scratch}.members`, runs)
    this.#lengths = new Sorter(`${scratch}.length-collections`, undefined, runs)
  }

  close(): void {
    this.spool.close()
    this.#lengths.close()
  }

  /** See {@link CollectionSpool.member}; it is also made to be found by length. */
  member(
    digests: Uint8Array,
    digest: number,
    length: number | undefined,
    bytes: Uint8Array,
    name: number,
    nameEnd: number,
    description: number,
    descriptionEnd: number,
  ): void {
    const { statement } = this.spool
    this.spool.member(
      ...([digests, digest, length, bytes, name, nameEnd, description, descriptionEnd] as const),
    )
    if (length !== undefined) this.#addLength(length, statement)
  }

  /**
   * Hands over what the statements brought, each by its plan, where nothing is to be looked up for it; what
   * is not taken is left to be put.
   */
  load(
    plans: readonly Plan[],
    taken: (kind: ChunkKind, key: Buffer, value: Buffer) => boolean,
  ): void {
    this.#loaded = true
    this.spool.take((chunk) => {
      if (chunk.incomplete) return false
      const key = keyOf(chunk, plans)
      return key === undefined || taken(chunk.kind, key, sealed(key, chunk.value))
    })
  }

  /** Puts what the statements brought, each by its plan, and what finds it by length. */
  put(plans: readonly Plan[], step: Step): void {
    inSteps(this.spool.sorted(), step, (chunk) => {
      const { kind, statement, incomplete, value } = chunk
      const key = keyOf(chunk, plans)
      if (key === undefined) return value.length
      const whole = incomplete ? this.#completed(value, statement) : value
      // Numbers only grow: a chunk comes after all that is there, unless that was loaded.
      put(this.#tables[TABLES[kind]], key, sealed(key, whole), !this.#loaded)
      return value.length
    })
    putKeys(this.#tables.lengthCollections, numberedKeys(this.#lengths, plans), step)
  }

  /** A chunk of members with all their lengths. */
  #completed(chunk: Uint8Array, statement: number): Uint8Array {
    copyMembers(chunk, this.#chunk, (digest, stated) => {
      const length = stated > 0 ? stated : this.#lengthOf(digest)
      this.#addLength(length, statement)
      return length
    })
    return this.#chunk.view()
  }

  #lengthOf(digest: Uint8Array): number {
    const stored = this.#tables.sequences.getBinary(Buffer.from(digest))
    if (!stored) throw new DamageError('the journal has a member whose sequence it lacks')
    return decodeSequence(digest, stored).length
  }

  #addLength(length: number, statement: number): void {
    if (this.#rememberedOf !== statement) this.#remembered.clear()
    this.#rememberedOf = statement
    if (this.#remembered.has(length)) return
    if (this.#remembered.size < REMEMBERED) this.#remembered.add(length)
    this.#lengths.add(lengthKey(length, statement), NOTHING)
  }
}

/**
 * The keys of pairs in order, with the number of a collection instead of that of its statement: these
 * numbers are in the same order. Each is valid until the next.
 */
function* numberedKeys(sorter: Sorter, plans: readonly Plan[]): Generator<Buffer> {
  const cursor = sorter.cursor()
  const last = new LastKey()
  let key = Buffer.alloc(0)
  try {
    while (cursor.advance()) {
      const { pairs, offset } = cursor
      const start = offset + HEAD_BYTES
      const end = pairs.endOf(offset)
      if (key.length !== end - start) key = Buffer.alloc(end - start)
      for (let i = start; i < end; i++) key[i - start] = pairs.bytes[i]!
      const number = plans[key.readUInt32BE(key.length - 4)]?.members ?? 0
      if (number === 0) continue
      key.writeUInt32BE(number, key.length - 4)
      if (last.replace(key)) yield key
    }
  } finally {
    cursor.close()
  }
}
