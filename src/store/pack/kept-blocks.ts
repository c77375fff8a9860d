import type { SequenceRecord } from '../store.ts'
import { BLOCK_RESIDUES, decodeBlock } from './codec.ts'
import { sequenceSeed, uint32 } from './layout.ts'

/** Of a generation: 32 MiB, of which a process touches no more than it keeps. */
const BYTES = 32 << 20

/** Blocks of a generation: about as many of bases as its bytes hold, 134 million residues. */
const BLOCKS = 16_384

/** Blocks further on at which the next range still follows the last: others will be in between. */
const NEAR = 2

/** Blocks that are read together then: of bases, as many as the store reads on the spot (16 KiB). */
export const AHEAD = 7

/** Bytes before a payload: its length in two, and the seed of its sequence. */
const HEAD = 6

/** Where blocks are: pack -> {@link keyOf} -> byte. */
type Places = Map<number, Map<number, number>>

/**
 * Blocks that were read and verified lately, as they are in their packs: many small ranges that lie
 * near each other, as those of a BED file, find theirs at hand. Packed, they take a quarter of the
 * memory, and of most a twentieth is ever asked for.
 *
 * They are kept in generations: when one is full, the one before is forgotten, but for the blocks that
 * were asked for again meanwhile.
 */
export class KeptBlocks {
  /** Both generations, half and half: a block is its head and its payload. */
  #bytes = new Uint8Array(0)
  #half = 0
  #used = 0
  #count = 0
  #now: Places = new Map()
  #before: Places = new Map()
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
      const payload = this.#find(record, keyOf(record, block))
      if (payload < 0) return false
      const origin = block * BLOCK_RESIDUES
      const to = Math.min(origin + BLOCK_RESIDUES, end0)
      decodeBlock(this.#bytes, payload, from - origin, to - origin, into, at + from - start0)
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
    const place = this.#take(record, keyOf(record, block), payload.length)
    this.#bytes.set(payload, place)
  }

  /** Byte of a payload, or -1. */
  #find(record: SequenceRecord, key: number): number {
    const place = this.#now.get(record.pack)?.get(key)
    if (place !== undefined) return this.#isOf(record, place) ? place + HEAD : -1
    const old = this.#before.get(record.pack)?.get(key)
    if (old === undefined || !this.#isOf(record, old)) return -1
    const bytes = this.#bytes
    const length = bytes[old]! | (bytes[old + 1]! << 8)
    // A new generation may begin here, in the place of the one that has the block: then it is moved.
    const payload = this.#take(record, key, length)
    bytes.copyWithin(payload, old + HEAD, old + HEAD + length)
    return payload
  }

  /** Like the check of a block (layout.ts), the seed binds it to its sequence. */
  #isOf(record: SequenceRecord, place: number): boolean {
    return uint32(this.#bytes, place + 2) === this.#seedOf(record)
  }

  #seedOf(record: SequenceRecord): number {
    if (record !== this.#lastRecord) {
      this.#lastRecord = record
      this.#lastSeed = sequenceSeed(record.digest, record.length)
    }
    return this.#lastSeed
  }

  #take(record: SequenceRecord, key: number, length: number): number {
    if (this.#bytes.length === 0) this.#bytes = new Uint8Array(2 * BYTES)
    if (this.#count === BLOCKS || this.#used + HEAD + length > BYTES) {
      this.#before = this.#now
      this.#now = new Map()
      this.#half = 1 - this.#half
      this.#used = 0
      this.#count = 0
    }
    const place = this.#half * BYTES + this.#used
    this.#bytes[place] = length & 255
    this.#bytes[place + 1] = length >> 8
    const seed = this.#seedOf(record)
    for (let i = 0; i < 4; i++) this.#bytes[place + 2 + i] = (seed >>> (8 * i)) & 255
    this.#used += HEAD + length
    this.#count++
    const places = this.#now.get(record.pack)
    if (places) places.set(key, place)
    else this.#now.set(record.pack, new Map([[key, place]]))
    return place + HEAD
  }
}

/** One of each block in a pack, as a block takes more than a byte in it. */
function keyOf({ offset }: SequenceRecord, block: number): number {
  return offset + block
}
