import { randomInt } from 'node:crypto'
import type { CollectionRecord, CollectionStore, Member } from '../../store/collections.ts'
import { DamageError } from '../../store/store.ts'
import { Pace } from '../pace.ts'

/** Members that are read at once: 2-5 ms. */
const BATCH = 2048

/** Members of one hash that are looked at: two of a name are as good as a thousand. */
const MOST = 16

/** A member of a collection, and its place in it. */
export interface PlacedMember {
  readonly member: Member
  readonly ordinal: number
}

/**
 * Finds members of a collection by name. It keeps 32 bits of each name and where its member is, so
 * that a million take 16 MB; the name itself is read from the store again.
 */
export class MemberIndex {
  readonly #store: CollectionStore
  readonly #record: CollectionRecord
  readonly #seed = randomInt(2 ** 31)
  readonly #slots: number
  readonly #hashes: Uint32Array
  /** From 1; 0 is an empty slot. */
  readonly #ordinals: Uint32Array

  private constructor(store: CollectionStore, record: CollectionRecord) {
    this.#store = store
    this.#record = record
    this.#slots = 2 ** Math.ceil(Math.log2(2 * record.members + 2))
    this.#hashes = new Uint32Array(this.#slots)
    this.#ordinals = new Uint32Array(this.#slots)
  }

  /** Reads all names. */
  static async of(store: CollectionStore, record: CollectionRecord): Promise<MemberIndex> {
    const index = new MemberIndex(store, record)
    const pace = new Pace()
    for (let from = 0; from < record.members; ) {
      const members = await index.#read(from, BATCH)
      for (const [i, { name }] of members.entries()) index.#add(name, from + i)
      from += members.length
      if (pace.due) await pace.rest()
    }
    return index
  }

  /** In bytes. */
  get weight(): number {
    return 8 * this.#slots
  }

  /** The first member of a name, and a second one where there is one. */
  async find(name: string): Promise<PlacedMember[]> {
    const found: PlacedMember[] = []
    for (const ordinal of this.#candidates(this.#hash(name))) {
      const [member] = await this.#read(ordinal, 1)
      if (member!.name === name) found.push({ member: member!, ordinal })
      if (found.length === 2) break
    }
    return found
  }

  async #read(from: number, limit: number): Promise<Member[]> {
    const { digest, masks } = this.#record
    const members = await this.#store.members(digest, masks[0]!.id, from, limit)
    if (members.length > 0) return members
    throw new DamageError('a collection lacks members: run seqkeep verify')
  }

  #add(name: string, ordinal: number): void {
    const hash = this.#hash(name)
    let same = 0
    let slot = hash & (this.#slots - 1)
    for (; this.#ordinals[slot] !== 0; slot = (slot + 1) & (this.#slots - 1)) {
      // A million members of the same name must not become a million steps each.
      if (this.#hashes[slot] === hash && ++same === MOST) return
    }
    this.#hashes[slot] = hash
    this.#ordinals[slot] = ordinal + 1
  }

  *#candidates(hash: number): Generator<number> {
    for (let slot = hash & (this.#slots - 1); ; slot = (slot + 1) & (this.#slots - 1)) {
      const ordinal = this.#ordinals[slot]!
      if (ordinal === 0) return
      if (this.#hashes[slot] === hash) yield ordinal - 1
    }
  }

  /** FNV-1a of the UTF-16 units, mixed at the end. */
  #hash(name: string): number {
    let hash = this.#seed ^ 0x811c9dc5
    for (let i = 0; i < name.length; i++) {
      hash = Math.imul(hash ^ name.charCodeAt(i), 0x01000193)
    }
    hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
    return (hash ^ (hash >>> 13)) >>> 0
  }
}
