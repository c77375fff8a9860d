import { ByteWriter } from '../../binary.ts'
import type { RunWriter } from '../run-writer.ts'
import { Sorter } from '../sorter.ts'
import { putSorted, type Step } from './put.ts'
import { putSequences } from './put-sequences.ts'
import { SequencePairs } from './sequence-pairs.ts'
import type { TableLoad } from './table-load.ts'
import { type Tables, writeSequence } from './tables.ts'

/** Number of the collection that a statement brought; 0 where it brought none. */
type NumberOf = (statement: number) => number

/** Gathers the sequences of journal records with their names, and puts them into their tables. */
export class SequenceReplay {
  readonly #sequences: SequencePairs
  readonly #value = new ByteWriter(96)
  readonly #name = new ByteWriter(256)
  /** What was loaded already: how many names, and those of them that are still to be put. */
  #loaded: { readonly count: number; readonly left: Sorter } | undefined
  count = 0
  residues = 0

  /**
   * @param scratch - Path prefix for the sorter's files.
   * @param runs - Who writes them.
   */
  constructor(scratch: string, runs: RunWriter) {
    this.#sequences = new SequencePairs(new Sorter(`${scratch}.sequences`, undefined, runs))
  }

  /** See `EntryVisitor`. */
  sequence(
    bytes: Uint8Array,
    digest: number,
    md5: number,
    sha1: number,
    length: number,
    pack: number,
    offset: number,
    size: number,
  ): void {
    writeSequence(this.#value, false, bytes, md5, sha1, length, pack, offset, size)
    this.#sequences.record(bytes, digest, this.#value)
    this.count++
    this.residues += length
  }

  /** Takes note that a sequence is a member of the collection that a statement brings. */
  member(digests: Uint8Array, digest: number, statement: number): void {
    this.#sequences.statement(digests, digest, statement)
  }

  /** See `EntryVisitor`. */
  alias(
    bytes: Uint8Array,
    digest: number,
    authority: number,
    authorityEnd: number,
    alias: number,
    aliasEnd: number,
  ): void {
    const name = this.#name
    name.length = 0
    name.part(bytes, authority, authorityEnd)
    name.byte(0)
    name.part(bytes, alias, aliasEnd)
    this.#sequences.name(bytes, digest, name)
  }

  /** Fills the tables of a new catalog, page by page; what is left to be put is little. */
  load(load: TableLoad, numberOf: NumberOf): void {
    this.#loaded = load.sequences(this.#sequences, numberOf)
  }

  /** Puts what was taken, in steps that are given to `step`. Returns how many names are new. */
  put(tables: Tables, numberOf: NumberOf, step: Step): number {
    if (!this.#loaded) return putSequences(tables, this.#sequences, numberOf, step)
    putSorted(tables.names, this.#loaded.left, step)
    return this.#loaded.count
  }

  close(): void {
    this.#sequences.close()
    this.#loaded?.left.close()
  }
}
