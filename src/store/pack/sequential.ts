import type { Blob } from '../blobs.ts'
import type { Awaitable, SequenceRecord, SequentialRead } from '../store.ts'
import { BlockRange } from './block-range.ts'
import { BLOCK_RESIDUES, decodeBlock } from './codec.ts'
import { ENTRY_BYTES, packedBytes } from './layout.ts'

/** Packed bytes of an extent. Two are held, one of which is read while the other is decoded. */
const EXTENT_BYTES = 256 << 10

/** Blocks of an extent: of bases, as many as its bytes hold; 1 MiB. */
const EXTENT_BLOCKS = 128

/** Of the first extent: what is sent first waits for no more than itself. */
const FIRST_BLOCKS = 32

/** Hands out the pack, which stays open until what was done with it is done. */
type UsePack = <T>(use: (pack: Blob) => Awaitable<T>) => Awaitable<T>

/** Blocks that follow each other, as they are in the pack. */
interface Extent {
  /** Name of the pack. */
  readonly pack: string
  readonly buffer: Buffer
  readonly endBlock: number
  readonly payloads: Uint8Array
  /** Byte of the sequence at which the payloads start. */
  readonly base: number
  /** Entries of the block directory, from that of block `entry` on. */
  readonly directory: Uint8Array
  readonly entry: number
}

/**
 * Reads residues of a sequence in order, in memory of half a megabyte: what comes next is read in the thread
 * pool meanwhile. A whole chromosome went from 0.48 of nginx to 0.74 (docs/decisions/0013).
 */
export class SequentialReader implements SequentialRead {
  readonly #record: SequenceRecord
  readonly #usePack: UsePack
  #at: number
  readonly #end0: number
  #extent: Extent | undefined
  #ahead: Promise<Extent> | undefined
  #free: Buffer | undefined

  constructor(record: SequenceRecord, start0: number, end0: number, usePack: UsePack) {
    this.#record = record
    this.#usePack = usePack
    this.#at = start0
    this.#end0 = end0
  }

  async read(into: Uint8Array): Promise<void> {
    for (let filled = 0; filled < into.length; ) {
      let extent = this.#extent
      if (!extent || this.#at >= extent.endBlock * BLOCK_RESIDUES) extent = await this.#advance()
      const start0 = this.#at
      const end0 = Math.min(start0 + into.length - filled, extent.endBlock * BLOCK_RESIDUES)
      this.#decode(extent, start0, end0, into, filled)
      filled += end0 - start0
      this.#at = end0
    }
  }

  async #advance(): Promise<Extent> {
    const first = Math.floor(this.#at / BLOCK_RESIDUES)
    const extent = await (this.#ahead ?? this.#readExtent(first, FIRST_BLOCKS))
    this.#free = this.#extent?.buffer
    this.#extent = extent
    if (extent.endBlock * BLOCK_RESIDUES < this.#end0) {
      this.#ahead = this.#readExtent(extent.endBlock, EXTENT_BLOCKS)
      // Whoever comes to it learns of a failure; one who has left need not.
      this.#ahead.catch(() => {})
    }
    return extent
  }

  async #readExtent(first: number, blocks: number): Promise<Extent> {
    const { offset, size, length } = this.#record
    const last = Math.min(first + blocks, Math.ceil(this.#end0 / BLOCK_RESIDUES))
    const entry = Math.max(first - 1, 0)
    const directory = Buffer.allocUnsafe((last - entry) * ENTRY_BYTES)
    return this.#usePack(async (pack) => {
      const range = new BlockRange(pack.name, this.#record, 0, 1, () => {})
      if (offset + packedBytes(length, size) > pack.size) {
        throw range.damage('lies beyond the end of its pack')
      }
      await pack.read(directory, offset + size + entry * ENTRY_BYTES)
      range.useDirectory(directory, entry)
      const base = range.end(first - 1)
      let endBlock = first + 1
      while (endBlock < last && range.end(endBlock) - base <= EXTENT_BYTES) endBlock++
      const bytes = range.end(endBlock - 1) - base
      if (bytes < 0 || bytes > EXTENT_BYTES) throw range.damage('has a damaged block directory')
      const isAll = endBlock * BLOCK_RESIDUES >= this.#end0
      const buffer = this.#free ?? Buffer.allocUnsafeSlow(isAll ? bytes : EXTENT_BYTES)
      const payloads = buffer.subarray(0, bytes)
      await pack.read(payloads, offset + base)
      return { pack: pack.name, buffer, endBlock, payloads, base, directory, entry }
    })
  }

  #decode(
    { pack, payloads, base, directory, entry }: Extent,
    start0: number,
    end0: number,
    into: Uint8Array,
    at: number,
  ): void {
    const range = new BlockRange(pack, this.#record, start0, end0, (payload, from, to, origin) =>
      decodeBlock(payload, 0, from, to, into, at + origin + from - start0),
    )
    range.useDirectory(directory, entry)
    range.verify(payloads, base, range.first, range.last + 1)
  }
}
