import { createHash, type Hash } from 'node:crypto'
import { DIGEST_BYTES } from '../../../digest/sha512t24u.ts'
import { ByteWriter } from '../../binary.ts'
import type { RunWriter } from '../run-writer.ts'
import { Sorter } from '../sorter.ts'
import { NOTHING, runKey } from './collection-tables.ts'
import { MaskChunker } from './mask-chunk.ts'
import { ChunkWriter } from './member-chunk.ts'

/** What a chunk holds, in the order in which chunks are put. */
const KINDS = ['members', 'descriptions', 'runs'] as const

export type ChunkKind = (typeof KINDS)[number]

export interface SpooledChunk {
  /** Under which it is kept; a view, valid until the next chunk. */
  readonly key: Uint8Array
  readonly kind: ChunkKind
  /** Number of the statement, from 0. */
  readonly statement: number
  /** Of the first member, or of the member whose runs they are. */
  readonly ordinal: number
  /** Start of the first run as keys have it; empty for other chunks. */
  readonly start: Buffer
  /** A view, valid until the next chunk. */
  readonly value: Uint8Array
  /** Whether there are members whose length is not known: 0 stands for it. */
  readonly incomplete: boolean
}

/** What a varint of a length may take more than the one of 0. */
const LENGTH_SPARE = 6

/** Texts that are hashed at once. */
const HASHED_BYTES = 1 << 14

/** Keeps the members of collections whose last entry has not come yet, on disk if they are many. */
export class CollectionSpool {
  #sorter: Sorter
  readonly #scratch: string
  readonly #writer: RunWriter
  readonly #members: ChunkWriter
  readonly #descriptions: ChunkWriter
  readonly #runs: MaskChunker
  readonly #texts = new ByteWriter(2 * HASHED_BYTES)
  #hash: Hash | undefined
  #statement = 0
  #ordinal = 0
  /** Members without a description before the first with one. */
  #undescribed = 0
  constructor(scratch: string, runs: RunWriter) {
    this.#scratch = scratch
    this.#writer = runs
    this.#sorter = new Sorter(scratch, undefined, runs)
    const add = (kind: number) => (first: number, chunk: Uint8Array, mayGrow: boolean) =>
      this.#sorter.add(this.#key(kind, first, 0, mayGrow), chunk)
    this.#members = new ChunkWriter(add(0))
    this.#descriptions = new ChunkWriter(add(1))
    this.#runs = new MaskChunker((start0, chunk) =>
      this.#sorter.add(this.#key(2, this.#ordinal, start0, false), chunk),
    )
  }

  mask(runs: Uint8Array): void {
    this.#runs.add(runs)
  }

  /** Number of the statement at hand. */
  get statement(): number {
    return this.#statement
  }

  /**
   * Takes a member: its digest at a place of some bytes, its texts at places of others.
   *
   * @param length - Of its sequence; `undefined` where that is not known.
   */
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
    this.#runs.end()
    const out = this.#members.begin()
    out.part(digests, digest, digest + DIGEST_BYTES)
    out.integer(length ?? 0)
    out.sizedPart(bytes, name, nameEnd)
    this.#members.endEntry(length === undefined ? LENGTH_SPARE : 0)
    this.#describe(bytes, description, descriptionEnd)
    this.#ordinal++
  }

  /** Ends the collection, and says how many members it has, and the digest of their descriptions. */
  end(): { readonly members: number; readonly described: Uint8Array | undefined } {
    this.#members.end()
    this.#descriptions.end()
    this.#runs.end()
    const members = this.#ordinal
    this.#hash?.update(this.#texts.view())
    const described = this.#hash && Uint8Array.from(this.#hash.digest().subarray(0, DIGEST_BYTES))
    this.#texts.length = 0
    this.#hash = undefined
    this.#undescribed = 0
    this.#ordinal = 0
    this.#statement++
    return { members, described }
  }

  /** All chunks by kind, statement, and place. The spool is spent after it. */
  *sorted(): Generator<SpooledChunk> {
    for (const [bytes, value] of this.#sorter.sorted()) {
      const key = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
      const kind = KINDS[key[0]!]!
      yield {
        ...{ key, kind, value, statement: key.readUInt32BE(1), ordinal: key.readUInt32BE(5) },
        start: kind === 'runs' ? key.subarray(9, -1) : NOTHING,
        incomplete: key.at(-1) === 1,
      }
    }
  }

  /** Hands all chunks over, and keeps those that are not taken: they alone are {@link CollectionSpool.sorted} then. */
  take(taken: (chunk: SpooledChunk) => boolean): void {
    const left = new Sorter(`${this.#scratch}-left`, undefined, this.#writer)
    for (const chunk of this.sorted()) {
      if (!taken(chunk)) left.add(chunk.key, chunk.value)
    }
    this.#sorter.close()
    this.#sorter = left
  }

  close(): void {
    this.#sorter.close()
  }

  #describe(bytes: Uint8Array, from: number, to: number): void {
    if (from === to && !this.#hash) {
      this.#undescribed++
      return
    }
    this.#hash ??= createHash('sha512')
    // They had no place as long as it was not clear that any would need one.
    for (; this.#undescribed > 0; this.#undescribed--) this.#putText(bytes, 0, 0)
    this.#putText(bytes, from, to)
  }

  #putText(bytes: Uint8Array, from: number, to: number): void {
    this.#texts.sizedPart(bytes, from, to)
    this.#descriptions.begin().sizedPart(bytes, from, to)
    this.#descriptions.endEntry()
    if (this.#texts.length < HASHED_BYTES) return
    this.#hash!.update(this.#texts.view())
    this.#texts.length = 0
  }

  #key(kind: number, ordinal: number, start0: number, incomplete: boolean): Buffer {
    const key = runKey(this.#statement, ordinal, start0)
    return Buffer.concat([Buffer.from([kind]), key, Buffer.from([incomplete ? 1 : 0])])
  }
}
