import { open } from 'node:fs/promises'
import { crc32 } from 'node:zlib'
import { ByteWriter } from '../binary.ts'
import type { Disk, DiskFile } from '../disk.ts'
import { DamageError } from '../store.ts'
import type { JournalEntry } from './entry.ts'
import { EntryDecoder, EntryEncoder } from './entry-codec.ts'

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

/** Writes one record, frame by frame, in bounded memory. */
export class RecordWriter {
  readonly #file: DiskFile
  readonly #number: number
  readonly #entries = new EntryEncoder()
  readonly #frame = new ByteWriter(2 * FRAME_TARGET)
  #index = 0
  #count = 0
  #position = HEADER_BYTES

  private constructor(file: DiskFile, number: number) {
    this.#file = file
    this.#number = number
  }

  static async create(disk: Disk, path: string, number: number): Promise<RecordWriter> {
    const file = await disk.create(path)
    const writer = new RecordWriter(file, number)
    try {
      await file.write(header(number), 0)
    } catch (error) {
      await writer.abort()
      throw error
    }
    return writer
  }

  /** Number of entries so far. */
  get count(): number {
    return this.#count
  }

  add(entry: JournalEntry): void {
    this.#entries.encode(entry, this.#frame)
    this.#count++
  }

  /** Writes the entries that are held, if they are many; more may be added meanwhile. */
  drain(): Promise<void> | undefined {
    return this.#frame.length >= FRAME_TARGET ? this.#flush() : undefined
  }

  /** Writes the end and makes the file durable under its present name. */
  async finish(): Promise<void> {
    if (this.#frame.length > 0) await this.#flush()
    const count = new Uint8Array(8)
    new DataView(count.buffer).setBigUint64(0, BigInt(this.#count), true)
    await this.#write(0, count)
    await this.#file.sync()
    await this.#file.close()
  }

  async abort(): Promise<void> {
    await this.#file.close().catch(() => {})
  }

  #flush(): Promise<void> {
    const payload = this.#frame.view()
    const written = this.#write(payload.length, payload)
    this.#frame.length = 0
    return written
  }

  /** Takes a copy of the payload at once. */
  #write(length: number, payload: Uint8Array): Promise<void> {
    const bytes = new Uint8Array(FRAME_BYTES + payload.length)
    const view = new DataView(bytes.buffer)
    view.setUint32(0, length, true)
    view.setUint32(4, frameCrc(payload, this.#number, this.#index++), true)
    bytes.set(payload, FRAME_BYTES)
    const position = this.#position
    this.#position += bytes.length
    return this.#file.write(bytes, position)
  }
}

/**
 * Reads the entries of a record, a frame at a time, each verified first.
 *
 * @throws {@link DamageError} when the file is not a whole, undamaged record of this number.
 */
export async function* readRecord(path: string, number: number): AsyncGenerator<JournalEntry[]> {
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
    const take = async (length: number): Promise<Uint8Array> => {
      if (position + length > size) throw damaged('is cut short')
      const bytes = new Uint8Array(length)
      const { bytesRead } = await file.read(bytes, 0, length, position)
      if (bytesRead < length) throw damaged('is cut short')
      position += length
      return bytes
    }
    if (Buffer.compare(await take(HEADER_BYTES), header(number)) !== 0) {
      throw damaged('has a damaged header, or is of a newer version of seqkeep')
    }
    const entries = new EntryDecoder()
    let count = 0
    for (let index = 0; ; index++) {
      const frame = await take(FRAME_BYTES)
      const view = new DataView(frame.buffer)
      const length = view.getUint32(0, true)
      if (length > FRAME_LIMIT) throw damaged(`has a damaged frame ${index}`)
      const payload = await take(length || 8)
      if (frameCrc(payload, number, index) !== view.getUint32(4, true)) {
        throw damaged(`has a damaged frame ${index}`)
      }
      if (length === 0) {
        const stated = new DataView(payload.buffer).getBigUint64(0, true)
        if (stated !== BigInt(count) || position !== size) throw damaged('has a damaged end')
        return
      }
      const batch = [...entries.decode(payload)]
      count += batch.length
      yield batch
    }
  } catch (error) {
    throw error instanceof RangeError
      ? damaged('holds what this version cannot read', error)
      : error
  } finally {
    await file.close()
  }
}
