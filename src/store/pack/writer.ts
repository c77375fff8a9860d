import { REGION_BYTES } from '../../simd/layout.ts'
import { giveBackRegion, takeRegion } from '../../simd/regions.ts'
import type { BlobWriter } from '../blobs.ts'
import { crcOf } from './block-crc.ts'
import { BLOCK_RESIDUES, encodeBlock, MAX_PAYLOAD } from './codec.ts'
import { DirectoryWriter } from './directory.ts'
import { PACK_HEADER, sequenceSeed } from './layout.ts'

/** Bytes gathered before a write. */
const BUFFER_BYTES = REGION_BYTES

/** Bytes up to which a loop is faster than a call. */
const SHORT = 64

const NOTHING = new Uint8Array(0)

/**
 * Appends sequences to a pack, one after the other. Adding never waits: who adds much calls
 * {@link PackWriter.drain} now and then, so that packing goes on beside one write and memory stays
 * bounded (two buffers and the block directory of one sequence, 1.2 MB for a sequence of 10^9).
 */
export class PackWriter {
  readonly #blob: BlobWriter
  /** Of the memory in which residues are packed: from elsewhere each block would be a copy and two views. */
  #buffer: Uint8Array = takeRegion()
  readonly #free: Uint8Array[] = []
  #held = 0
  /** Byte of the pack at which the held bytes belong. */
  #position = 0
  /** Byte of the pack at which the sequence being written starts. */
  #start = 0
  readonly #block = new Uint8Array(BLOCK_RESIDUES)
  #blockResidues = 0
  readonly #directory = new DirectoryWriter()

  #queued = 0
  #written: Promise<void> = Promise.resolve()
  #failure: Error | undefined

  constructor(blob: BlobWriter) {
    this.#blob = blob
    this.#append(PACK_HEADER)
    this.#start = this.size
  }

  /** Bytes of the pack so far. */
  get size(): number {
    return this.#position + this.#held
  }

  /** Byte of the pack at which the sequence being written starts. */
  get start(): number {
    return this.#start
  }

  /** Whether any sequence is in it. */
  get empty(): boolean {
    return this.#start === PACK_HEADER.length
  }

  /**
   * Appends residues `[from, to)` (upper-case A-Z) to the sequence being written.
   *
   * @param last - Whether these are its last: no copy of them waits then for more.
   */
  add(residues: Uint8Array, from = 0, to: number = residues.length, last = false): void {
    for (let i = from; i < to; ) {
      const take = Math.min(BLOCK_RESIDUES - this.#blockResidues, to - i)
      if (take === BLOCK_RESIDUES || (last && this.#blockResidues === 0)) {
        this.#encode(residues, i, i + take)
      } else {
        this.#block.set(residues.subarray(i, i + take), this.#blockResidues)
        this.#blockResidues += take
        if (this.#blockResidues === BLOCK_RESIDUES) this.#finishBlock()
      }
      i += take
    }
  }

  /** Whether writes wait for each other: time to {@link PackWriter.drain}. */
  get busy(): boolean {
    return this.#queued > 1
  }

  /** Waits until nothing is queued. */
  async drain(): Promise<void> {
    await this.#written
    if (this.#failure) throw this.#failure
  }

  /**
   * Ends the sequence being written.
   *
   * @returns Bytes of its blocks, for the journal.
   */
  end(digest: Uint8Array, length: number): number {
    this.#finishBlock()
    const size = this.size - this.#start
    this.#append(this.#directory.seal(sequenceSeed(digest, length)))
    this.#start = this.size
    return size
  }

  /** Forgets the sequence being written; what follows takes its place. */
  discard(): void {
    this.#blockResidues = 0
    this.#directory.clear()
    // Writes are queued in order, so that a later one to the same place wins.
    if (this.#start < this.#position) this.#position = this.#start
    this.#held = this.#start - this.#position
  }

  /** Writes what is held, so that it can be read; blocks that are not full wait on. */
  async flush(): Promise<void> {
    this.#flush()
    await this.drain()
  }

  /** Writes what is held and makes the pack durable. */
  async commit(): Promise<void> {
    await this.flush()
    await this.#blob.commit(this.size)
    this.#release()
  }

  async abort(): Promise<void> {
    await this.#written
    this.#release()
    await this.#blob.abort()
  }

  /** Gives its memory back: nothing can be added after it. */
  #release(): void {
    for (const buffer of [this.#buffer, ...this.#free.splice(0)]) giveBackRegion(buffer)
    this.#buffer = NOTHING
  }

  #finishBlock(): void {
    if (this.#blockResidues === 0) return
    this.#encode(this.#block, 0, this.#blockResidues)
    this.#blockResidues = 0
  }

  #encode(residues: Uint8Array, from: number, to: number): void {
    if (this.#held + MAX_PAYLOAD > BUFFER_BYTES) this.#flush()
    const size = encodeBlock(residues, from, to, this.#buffer, this.#held)
    const crc = crcOf(this.#buffer, this.#held, this.#held + size)
    this.#held += size
    this.#directory.add(this.size - this.#start, crc)
  }

  #append(bytes: Uint8Array): void {
    const end = this.#held + bytes.length
    if (bytes.length <= SHORT && end <= BUFFER_BYTES) {
      for (let i = 0, o = this.#held; o < end; i++, o++) this.#buffer[o] = bytes[i]!
      this.#held = end
      return
    }
    for (let i = 0; i < bytes.length; ) {
      if (this.#held === BUFFER_BYTES) this.#flush()
      const part = bytes.subarray(i, i + BUFFER_BYTES - this.#held)
      this.#buffer.set(part, this.#held)
      this.#held += part.length
      i += part.length
    }
  }

  #flush(): void {
    if (this.#held === 0) return
    const buffer = this.#buffer
    const bytes = buffer.subarray(0, this.#held)
    const position = this.#position
    this.#position += this.#held
    this.#held = 0
    this.#buffer = this.#free.pop() ?? takeRegion()
    this.#queued++
    this.#written = this.#written
      .then(() => (this.#failure ? undefined : this.#blob.write(bytes, position)))
      .catch((error: Error) => {
        this.#failure ??= error
      })
      .then(() => {
        this.#queued--
        this.#free.push(buffer)
      })
  }
}
