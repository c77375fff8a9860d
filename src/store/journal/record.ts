import { open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { ByteWriter } from '../binary.ts'
import type { Disk, DiskFile } from '../disk.ts'
import { DamageError } from '../store.ts'
import type { JournalEntry } from './entry.ts'
import { EntryDecoder } from './entry-decoder.ts'
import { EntryEncoder } from './entry-encoder.ts'
import type { EntryVisitor } from './entry-visitor.ts'

/**
 * A journal record is a header, frames and an end. The header is "SEQKJRNL", the version (32 bits),
 * the record's number (64 bits) and the CRC-32 of these. A frame is the length of its payload (32
 * bits), its CRC-32 and the payload: whole entries. The end is a length of 0, the CRC-32 of what
 * follows, and the number of entries (64 bits). Each CRC but the header's starts from the record's
 * number and the frame's index, so that no frame can stand in another's place. Little-endian.
 */
const HEADER_BYTES = 24
const FRAME_BYTES = 8
const VERSION = 1

/** A frame is written when it holds this much; one large entry may exceed it. */
const FRAME_TARGET = 64 << 10
const FRAME_LIMIT = 64 << 20

function header(number: number): Uint8Array {
  const bytes = new Uint8Array(HEADER_BYTES)
  bytes.set(new TextEncoder().encode('SEQKJRNL'))
  const view = new DataView(bytes.buffer)
  view.setUint32(8, VERSION, true)
  view.setBigUint64(12, BigInt(number), true)
  view.setUint32(20, crc32(bytes.subarray(0, 20)), true)
  return bytes
}

function frameCrc(payload: Uint8Array, number: number, index: number): number {
  return crc32(payload, (Math.imul(number, 0x9e3779b1) ^ index) >>> 0)
}

/** Bytes of frames that are written, or read, at once. */
const IO_BYTES = 1 << 20

/** Bytes of a record whose sync begins before its end: 140 MB take 50 ms. */
const LARGE_BYTES = 16 << 20

/** Writes one record, frame by frame, in bounded memory, beside what else is done. */
export class RecordWriter {
  readonly #file: DiskFile
  /** Where it is written. */
  readonly path: string
  readonly number: number
  readonly #entries = new EntryEncoder()
  readonly #frame = new ByteWriter(2 * FRAME_TARGET)
  #frames = new ByteWriter(IO_BYTES + 4 * FRAME_TARGET)
  readonly #free: ByteWriter[] = []
  #index = 0
  #count = 0
  #position = 0
  #written: Promise<void> = Promise.resolve()
  #writing = 0

  private constructor(file: DiskFile, path: string, number: number) {
    this.#file = file
    this.path = path
    this.number = number
    this.#frames.raw(header(number))
  }

  static async create(disk: Disk, path: string, number: number): Promise<RecordWriter> {
    return new RecordWriter(await disk.create(path), path, number)
  }

  /** Number of entries so far. */
  get count(): number {
    return this.#count
  }

  add(entry: JournalEntry): void {
    this.#entries.encode(entry, this.#frame)
    this.#count++
  }

  /** As {@link RecordWriter.add} of a sequence, without an object of it. */
  sequence(
    digest: Uint8Array,
    md5: Uint8Array,
    sha1: Uint8Array | undefined,
    length: number,
    size: number,
  ): void {
    this.#entries.sequence(digest, md5, sha1, length, size, this.#frame)
    this.#count++
  }

  /** As {@link RecordWriter.add} of a member, whose texts are at hand as UTF-8. */
  member(
    digest: Uint8Array,
    text: Uint8Array,
    name: number,
    description: number,
    end: number,
  ): void {
    this.#entries.member(digest, this.#frame)
    this.#frame.sizedPart(text, name, description)
    this.#frame.sizedPart(text, description, end)
    this.#count++
  }

  /** As {@link RecordWriter.add} of a name of a sequence, of which bytes `[from, to)` are the alias in UTF-8. */
  alias(digest: Uint8Array, authority: string, text: Uint8Array, from: number, to: number): void {
    this.#entries.alias(digest, authority, text, from, to, this.#frame)
    this.#count++
  }

  /**
   * Writes the entries that are held, if they are many; more may be added meanwhile.
   *
   * @returns A promise when writes wait for each other, to be waited for.
   */
  drain(): Promise<void> | undefined {
    if (this.#frame.length < FRAME_TARGET) return undefined
    this.#endFrame()
    if (this.#frames.length < IO_BYTES) return undefined
    this.#write()
    return this.#writing > 1 ? this.#written : undefined
  }

  /**
   * Begins to make durable what is large, beside what else is to be done, so that little is left for
   * {@link RecordWriter.finish}, which also tells of a failure.
   */
  beginSync(): void {
    if (this.#position + this.#frames.length < LARGE_BYTES) return
    this.#write()
    this.#written = this.#written.then(() => this.#file.sync())
    this.#written.catch(() => {})
  }

  /** Writes the end and makes the file durable under its present name. */
  async finish(): Promise<void> {
    if (this.#frame.length > 0) this.#endFrame()
    const count = new Uint8Array(8)
    new DataView(count.buffer).setBigUint64(0, BigInt(this.#count), true)
    this.#addFrame(0, count)
    this.#write()
    await this.#written
    await this.#file.sync()
    await this.#file.close()
  }

  async abort(): Promise<void> {
    await this.#written.catch(() => {})
    await this.#file.close().catch(() => {})
  }

  #endFrame(): void {
    this.#addFrame(this.#frame.length, this.#frame.view())
    this.#frame.length = 0
  }

  #addFrame(length: number, payload: Uint8Array): void {
    const head = new Uint8Array(FRAME_BYTES)
    const view = new DataView(head.buffer)
    view.setUint32(0, length, true)
    view.setUint32(4, frameCrc(payload, this.number, this.#index++), true)
    this.#frames.raw(head)
    this.#frames.raw(payload)
  }

  #write(): void {
    const frames = this.#frames
    const bytes = frames.view()
    const position = this.#position
    this.#position += bytes.length
    this.#frames = this.#free.pop() ?? new ByteWriter(IO_BYTES + 4 * FRAME_TARGET)
    this.#writing++
    this.#written = this.#written
      .then(() => this.#file.write(bytes, position))
      .finally(() => {
        this.#writing--
        frames.length = 0
        this.#free.push(frames)
      })
    // Whoever waits next learns of a failure.
    this.#written.catch(() => {})
  }
}

/**
 * Reads the entries of a record, a frame at a time, each verified first.
 *
 * @throws {@link DamageError} when the file is not a whole, undamaged record of this number.
 */
export async function* readRecord(path: string, number: number): AsyncGenerator<JournalEntry[]> {
  const decoder = new EntryDecoder()
  let batch: JournalEntry[] = []
  const decode = (payload: Uint8Array) => {
    batch = [...decoder.decode(payload)]
    return batch.length
  }
  for await (const _ of readFrames(path, number, decode)) yield batch
}

/**
 * As {@link readRecord}, for a visitor.
 *
 * @returns Once after each frame, so that whoever has enough can stop.
 */
export async function* visitRecord(
  path: string,
  number: number,
  visitor: EntryVisitor,
): AsyncGenerator<void> {
  const decoder = new EntryDecoder()
  yield* readFrames(path, number, (payload) => decoder.visit(payload, visitor))
}

/** @param decode - Decodes the payload of a frame, and returns how many entries it has. */
async function* readFrames(
  path: string,
  number: number,
  decode: (payload: Uint8Array) => number,
): AsyncGenerator<void> {
  const damaged = (what: string, cause?: unknown) =>
    new DamageError(`journal record ${path} ${what}: restore it from a copy of the store`, {
      cause,
    })
  const file = await open(path).catch((error) => {
    throw damaged('cannot be read', error)
  })
  try {
    const { size } = await file.stat()
    let position = 0
    let held = new Uint8Array(0)
    let filled = 0
    let start = 0
    /** A view, valid until the next. */
    const take = async (length: number): Promise<Uint8Array> => {
      if (position + length > size) throw damaged('is cut short')
      if (start + length > filled) {
        const wanted = Math.min(Math.max(length, IO_BYTES), size - position)
        if (wanted > held.length) held = new Uint8Array(wanted)
        start = 0
        filled = wanted
        const { bytesRead } = await file.read(held, 0, wanted, position)
        if (bytesRead < wanted) throw damaged('is cut short')
      }
      position += length
      start += length
      return held.subarray(start - length, start)
    }
    if (Buffer.compare(await take(HEADER_BYTES), header(number)) !== 0) {
      throw damaged('has a damaged header, or is of a newer version of seqkeep')
    }
    let count = 0
    for (let index = 0; ; index++) {
      const view = viewOf(await take(FRAME_BYTES))
      const length = view.getUint32(0, true)
      const crc = view.getUint32(4, true)
      if (length > FRAME_LIMIT) throw damaged(`has a damaged frame ${index}`)
      const payload = await take(length || 8)
      if (frameCrc(payload, number, index) !== crc) {
        throw damaged(`has a damaged frame ${index}`)
      }
      if (length === 0) {
        const stated = viewOf(payload).getBigUint64(0, true)
        if (stated !== BigInt(count) || position !== size) throw damaged('has a damaged end')
        return
      }
      count += decode(payload)
      yield
    }
  } catch (error) {
    throw error instanceof RangeError
      ? damaged('holds what this version cannot read', error)
      : error
  } finally {
    await file.close()
  }
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
}
