import type { SequenceRecord } from '../store.ts'
import { BLOCK_RESIDUES, decodeBlock } from './codec.ts'
import { sequenceSeed, uint32 } from './layout.ts'

/** 64 MiB, of which a process touches no more than it keeps. */
const BYTES = 64 << 20

/** About as many blocks of bases as its bytes hold, 268 million residues; a power of two. */
const BLOCKS = 32_768

/** Blocks further on at which the next range still follows the last: others will be in between. */
const NEAR = 2

/** Blocks that are read together then: of bases, as many as the store reads on the spot (16 KiB). */
export const AHEAD = 7

/** Bytes before a payload: the seed of its sequence. */
const HEAD = 4

/**
 * Blocks that were read and verified lately, as they are in their packs: many small ranges that lie
 * near each other, as those of a BED file, find theirs at hand. Packed, they take a quarter of the
 * memory, and of most a twentieth is ever asked for.
 *
 * They are written round and round: a new one takes the place of the oldest.
 */
export class KeptBlocks {
  /** A Buffer as all else that is decoded: of two classes, every access would take a look at which it is. */
  #bytes = Buffer.alloc(0)
  #used = 0
  /** Where blocks are: pack -> {@link keyOf} -> byte. */
  readonly #places = new Map<number, Map<number, number>>()
  /** The same in the order in which they were kept, from `#oldest` to before `#next`, modulo {@link BLOCKS}. */
  readonly #packs = new Float64Array(BLOCKS)
  readonly #keys = new Float64Array(BLOCKS)
  readonly #starts = new Float64Array(BLOCKS)
  #oldest = 0
  #next = 0
  /** Where the last read ended. */
  #lastPack = -1
  #lastKey = 0
  #lastRecord: SequenceRecord | undefined
  #lastSeed = 0

  /**
   * Decodes residues `[start0, end0)` into `into` at `at`.
   *
   * @returns Whether all blocks were at hand; if not, `into` holds nothing of use.
   */
  read(
    record: SequenceRecord,
    start0: number,
    end0: number,
    into: Uint8Array,
    at: number,
  ): boolean {
    for (let from = start0; from < end0; ) {
      const block = Math.floor(from / BLOCK_RESIDUES)
      const place = this.#places.get(record.pack)?.get(keyOf(record, block))
      // Like the check of a block (layout.ts), the seed binds it to its sequence.
      if (place === undefined || uint32(this.#bytes, place) !== this.#seedOf(record)) return false
      const origin = block * BLOCK_RESIDUES
      const to = Math.min(origin + BLOCK_RESIDUES, end0)
      decodeBlock(this.#bytes, place + HEAD, from - origin, to - origin, into, at + from - start0)
      from = to
    }
    return true
  }

  /** Where to stop reading for blocks `[first, end)`: further on, if they follow the last ones. */
  endOf(record: SequenceRecord, first: number, end: number): number {
    const step = record.pack === this.#lastPack ? keyOf(record, first) - this.#lastKey : -1
    const blocks = Math.ceil(record.length / BLOCK_RESIDUES)
    const ahead = step >= 0 && step <= NEAR ? Math.min(first + AHEAD, blocks) : end
    this.#lastPack = record.pack
    this.#lastKey = keyOf(record, Math.max(ahead, end))
    return Math.max(ahead, end)
  }

  /** Keeps the verified payload of a block. */
  keep(record: SequenceRecord, block: number, payload: Uint8Array): void {
    if (this.#bytes.length === 0) this.#bytes = Buffer.alloc(BYTES)
    const place = this.#makeRoom(HEAD + payload.length)
    const seed = this.#seedOf(record)
    for (let i = 0; i < HEAD; i++) this.#bytes[place + i] = (seed >>> (8 * i)) & 255
    this.#bytes.set(payload, place + HEAD)
    const key = keyOf(record, block)
    const places = this.#places.get(record.pack)
    if (places) places.set(key, place)
    else this.#places.set(record.pack, new Map([[key, place]]))
    const slot = this.#next++ % BLOCKS
    this.#packs[slot] = record.pack
    this.#keys[slot] = key
    this.#starts[slot] = place
  }

  /** Forgets the blocks whose bytes are needed, which are the oldest. */
  #makeRoom(size: number): number {
    if (this.#used + size > BYTES) {
      while (this.#startOfOldest >= this.#used) this.#forget()
      this.#used = 0
    }
    const place = this.#used
    this.#used += size
    if (this.#next - this.#oldest === BLOCKS) this.#forget()
    while (this.#startOfOldest >= place && this.#startOfOldest < this.#used) this.#forget()
    return place
  }

  /** -1 when there is none. */
  get #startOfOldest(): number {
    return this.#oldest === this.#next ? -1 : this.#starts[this.#oldest % BLOCKS]!
  }

  #forget(): void {
    const slot = this.#oldest++ % BLOCKS
    const [pack, key] = [this.#packs[slot]!, this.#keys[slot]!]
    const places = this.#places.get(pack)
    // It may have been kept again since, by two who read it at the same time.
    if (!places || places.get(key) !== this.#starts[slot]) return
    places.delete(key)
    if (places.size === 0) this.#places.delete(pack)
  }

  #seedOf(record: SequenceRecord): number {
    if (record !== this.#lastRecord) {
      this.#lastRecord = record
      this.#lastSeed = sequenceSeed(record.digest, record.length)
    }
    return this.#lastSeed
  }
}

/** One of each block in a pack, as a block takes more than a byte in it. */
function keyOf({ offset }: SequenceRecord, block: number): number {
  return offset + block
}
