import { promisify } from 'node:util'
import { crc32, gunzip } from 'node:zlib'
import { BinaryHeader, untilZero } from './binary-header.ts'
import type { ByteQueue } from './byte-queue.ts'
import { FormatError } from './errors.ts'
import { headerLines } from './header-lines.ts'
import { readSamHeader } from './sam-header.ts'
import {
  DictionaryBuilder,
  type DictionaryLimits,
  type SequenceDictionary,
} from './sequence-dictionary.ts'

/** Magic, major and minor version, 20 bytes of file id (CRAM 3.1 specification, section 6). */
const DEFINITION_BYTES = 26

/** Ways to compress a block; that of the header must be raw or gzip (CRAM 3.1, section 8.3). */
const METHODS = [
  ...['raw', 'gzip', 'bzip2', 'lzma', 'rANS 4x8', 'rANS Nx16'],
  ...['arithmetic coding', 'fqzcomp', 'name tokeniser'],
]

/** Text is handed on in pieces, between which others have their turn. */
const PIECE = 256 << 10

const inflate = promisify<Uint8Array, object, Buffer>(gunzip)

/**
 * Reads the SAM header of CRAM 2 and 3: the first block of the first container.
 *
 * @throws {@link FormatError} when it is of another version, compressed in a way that the
 * specification does not allow there, damaged or cut off.
 */
export async function readCram(
  queue: ByteQueue,
  limits: DictionaryLimits,
): Promise<SequenceDictionary> {
  const header = new BinaryHeader(queue, 'CRAM', limits.headerBytes)
  const definition = await header.bytes(DEFINITION_BYTES)
  const [major, minor] = [definition[4]!, definition[5]!]
  if (major !== 2 && major !== 3) {
    throw new FormatError(
      `this is CRAM ${major}.${minor}, and versions 2 and 3 can be read; give its header as text (samtools view -H)`,
    )
  }
  await skipContainerHeader(header, major)
  const block = await readBlock(header, major)
  const size = block.length < 4 ? -1 : block.readInt32LE(0)
  if (size < 0 || size > block.length - 4) {
    throw header.damaged(`its text of ${size} bytes is not in its block of ${block.length}`)
  }
  const text = untilZero(pieces(block.subarray(4, 4 + size)))
  const builder = new DictionaryBuilder(limits.sequences)
  await readSamHeader(headerLines(text, { limit: limits.headerBytes }), builder)
  return builder.build('CRAM')
}

/** Section 7 of the specification: the header of the container that holds the block. */
async function skipContainerHeader(header: BinaryHeader, major: number): Promise<void> {
  const fields = new Checked(header)
  await fields.bytes(4)
  for (const _ of ['reference', 'start', 'span', 'records']) await fields.itf8()
  // The number of the first record has 32 bits in version 2, 64 in version 3.
  if (major === 2) await fields.itf8()
  else await fields.ltf8()
  await fields.ltf8()
  await fields.itf8()
  const landmarks = await fields.itf8()
  if (landmarks > 1000) throw header.damaged(`its container has ${landmarks} slices`)
  for (let i = 0; i < landmarks; i++) await fields.itf8()
  if (major === 3) await fields.checkCrc('container')
}

/** Section 8: the first block, decompressed. */
async function readBlock(header: BinaryHeader, major: number): Promise<Buffer> {
  const fields = new Checked(header)
  const [method, type] = await fields.bytes(2)
  if (type !== 0) throw header.damaged(`its first block is of type ${type}, not 0`)
  await fields.itf8()
  const size = await fields.itf8()
  const rawSize = await fields.itf8()
  if (size < 0 || rawSize < 0)
    throw header.damaged(`a block of ${size} bytes, ${rawSize} decompressed`)
  header.check(rawSize)
  const data = Buffer.from(await fields.bytes(size))
  if (major === 3) await fields.checkCrc('block')
  if (method === 0) return data
  if (method !== 1) {
    throw new FormatError(
      `the CRAM header is compressed by ${METHODS[method!] ?? `method ${method}`}, and raw and gzip can be read; give it as text (samtools view -H)`,
    )
  }
  let raw: Buffer
  try {
    raw = await inflate(data, { maxOutputLength: Math.max(rawSize, 1) })
  } catch (error) {
    throw header.damaged('its block cannot be decompressed', error)
  }
  if (raw.length !== rawSize) throw header.damaged(`a block of ${raw.length} bytes, not ${rawSize}`)
  return raw
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += PIECE) {
    yield bytes.subarray(at, at + PIECE)
    await new Promise(setImmediate)
  }
}

/** Reads numbers of variable size (section 2.3), and sums up what it reads. */
class Checked {
  readonly #header: BinaryHeader
  #crc = 0

  constructor(header: BinaryHeader) {
    this.#header = header
  }

  async bytes(size: number): Promise<Uint8Array> {
    const bytes = await this.#header.bytes(size)
    this.#crc = crc32(bytes, this.#crc)
    return bytes
  }

  /** 32 bits: as many bytes follow the first as that has leading ones; the fifth gives 4 bits. */
  async itf8(): Promise<number> {
    const [first] = await this.bytes(1)
    const more = Math.min(Math.clz32(~(first! << 24)), 4)
    const rest = await this.bytes(more)
    let value = first! & (0xff >> (more + 1))
    for (const [i, byte] of rest.entries()) {
      value = i === 3 ? (value << 4) | (byte & 15) : (value << 8) | byte
    }
    return value | 0
  }

  /** 64 bits; no value is needed here. */
  async ltf8(): Promise<void> {
    const [first] = await this.bytes(1)
    await this.bytes(Math.min(Math.clz32(~(first! << 24)), 8))
  }

  async checkCrc(what: string): Promise<void> {
    const expected = this.#crc
    const bytes = await this.#header.bytes(4)
    if (new DataView(bytes.buffer, bytes.byteOffset, 4).getUint32(0, true) !== expected) {
      throw this.#header.damaged(`the checksum of its ${what} is wrong`)
    }
  }
}
