import { DIGEST_BYTES } from '../../../digest/sha512t24u.ts'
import { ByteWriter } from '../../binary.ts'
import { DamageError } from '../../store.ts'
import type { RunWriter } from '../run-writer.ts'
import { Sorter } from '../sorter.ts'
import { CollectionSpool } from './collection-spool.ts'
import { lengthKey, NOTHING } from './collection-tables.ts'
import { numbered } from './genome-tables.ts'
import { copyMembers } from './member-chunk.ts'
import { inSteps, put, putSorted, type Step } from './put.ts'
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

/** What is in the collections of journal records: members, descriptions, lower-case runs. */
export class CollectionContents {
  readonly #tables: Tables
  /** Keeps all of it under the number of its statement. */
  readonly spool: CollectionSpool
  readonly #sequences: Sorter
  readonly #lengths: Sorter
  #chunk = new ByteWriter(4096)
  #sequenceKey = Buffer.alloc(DIGEST_BYTES + 4)
  #remembered = new Set<number>()
  #rememberedOf = 0

  /**
   * @param scratch - Path prefix for the sorters' files.
   * @param runs - Who writes them.
   */
  constructor(tables: Tables, scratch: string, runs: RunWriter) {
    this.#tables = tables
    this.spool = new CollectionSpool(`${scratch}.members`, runs)
    this.#sequences = new Sorter(`${scratch}.sequence-collections`, undefined, runs)
    this.#lengths = new Sorter(`${scratch}.length-collections`, undefined, runs)
  }

  close(): void {
    this.spool.close()
    this.#sequences.close()
    this.#lengths.close()
  }

  /** Puts what the statements brought, each by its plan, and what finds it by sequence and length. */
  put(plans: readonly Plan[], step: Step): void {
    const { members, descriptions, maskRuns } = this.#tables
    inSteps(this.spool.sorted(), step, ({ kind, statement, ordinal, start, value }) => {
      const plan = plans[statement]
      // Members that no collection ends belong to none.
      if (!plan || plan[kind] === 0) return value.length
      const at = numbered(numbered(NOTHING, plan[kind]), ordinal)
      if (kind === 'members') {
        append(members, at, this.#indexed(value, plan.members))
      } else if (kind === 'descriptions') {
        append(descriptions, at, value)
      } else {
        append(maskRuns, Buffer.concat([at, start]), value)
      }
      return value.length
    })
    putSorted(this.#tables.sequenceCollections, this.#sequences, step)
    putSorted(this.#tables.lengthCollections, this.#lengths, step)
  }

  /** A chunk of members with their lengths; they are also made to be found by sequence and length. */
  #indexed(chunk: Uint8Array, number: number): Uint8Array {
    this.#sequenceKey.writeUInt32BE(number, DIGEST_BYTES)
    copyMembers(chunk, this.#chunk, (digest, stated) => {
      this.#sequenceKey.set(digest)
      this.#sequences.add(this.#sequenceKey, NOTHING)
      const length = stated > 0 ? stated - 1 : this.#lengthOf(digest)
      this.#addLength(length, number)
      return length
    })
    return this.#chunk.view()
  }

  #lengthOf(digest: Uint8Array): number {
    const stored = this.#tables.sequences.getBinary(Buffer.from(digest))
    if (!stored) throw new DamageError('the journal has a member whose sequence it lacks')
    return decodeSequence(digest, stored).length
  }

  #addLength(length: number, number: number): void {
    if (this.#rememberedOf !== number) this.#remembered.clear()
    this.#rememberedOf = number
    if (this.#remembered.has(length)) return
    if (this.#remembered.size < REMEMBERED) this.#remembered.add(length)
    this.#lengths.add(lengthKey(length, number), NOTHING)
  }
}

/** Numbers only grow: what is put under a new one comes after all that is there. */
export function append(
  table: Parameters<typeof put>[0],
  key: Buffer,
  value: Uint8Array,
  seal = true,
): void {
  put(table, key, seal ? sealed(key, value) : Buffer.from(value), true)
}
