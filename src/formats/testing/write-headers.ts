import { crc32, deflateRawSync, gzipSync } from 'node:zlib'
import { BGZF_END } from '../gzip-member.ts'

/** A sequence to write into a header. */
export interface Reference {
  readonly name: string
  readonly length: number
  readonly md5?: string | undefined
}

/** A SAM header. */
export function samText(references: readonly Reference[]): string {
  const lines = references.map(
    ({ name, length, md5 }) => `@SQ\tSN:${name}\tLN:${length}${md5 ? `\tM5:${md5}` : ''}\n`,
  )
  return `@HD\tVN:1.6\tSO:coordinate\n${lines.join('')}@PG\tID:naive\tPN:naive\n`
}

/** A VCF header with its column names. */
export function vcfText(references: readonly Reference[]): string {
  const lines = references.map(
    ({ name, length, md5 }) =>
      `##contig=<ID=${name},length=${length}${md5 ? `,md5=${md5}` : ''},species="S. c, \\"x\\"">\n`,
  )
  return `##fileformat=VCFv4.3\n${lines.join('')}#CHROM\tPOS\tID\tREF\tALT\tQUAL\tFILTER\tINFO\n`
}

/** BAM before compression. */
export function bamBytes(text: string, references: readonly Reference[]): Buffer {
  const parts = [Buffer.from('BAM\x01'), int32(Buffer.byteLength(text)), Buffer.from(text)]
  parts.push(int32(references.length))
  for (const { name, length } of references) {
    const spelled = Buffer.from(`${name}\0`)
    parts.push(int32(spelled.length), spelled, int32(length))
  }
  return Buffer.concat(parts)
}

/** BCF before compression. */
export function bcfBytes(text: string): Buffer {
  return Buffer.concat([
    Buffer.from('BCF\x02\x02'),
    int32(text.length + 1),
    Buffer.from(`${text}\0`),
  ])
}

/** BGZF in blocks of a size. */
export function bgzf(bytes: Uint8Array, blockSize = 65_280): Buffer {
  const blocks: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += blockSize) {
    blocks.push(bgzfBlock(bytes.subarray(at, at + blockSize)))
  }
  return Buffer.concat([...blocks, BGZF_END])
}

function bgzfBlock(data: Uint8Array): Buffer {
  const deflated = deflateRawSync(data)
  const header = Buffer.from('1f8b08040000000000ff0600424302000000', 'hex')
  header.writeUInt16LE(header.length + deflated.length + 8 - 1, 16)
  return Buffer.concat([header, deflated, uint32(crc32(data)), uint32(data.length)])
}

/** The start of a CRAM file, with 100 bytes behind its header. */
export function cramBytes(
  text: string,
  { major = 3, minor = 0, gzip = true, padding = 50, method = -1 } = {},
): Buffer {
  const size = Buffer.byteLength(text)
  const raw = Buffer.concat([int32(size), Buffer.from(text), Buffer.alloc(padding)])
  const data = gzip ? gzipSync(raw) : raw
  const crc = (bytes: Buffer) => (major >= 3 ? Buffer.concat([bytes, uint32(crc32(bytes))]) : bytes)
  const sizes = Buffer.concat([itf8(0), itf8(data.length), itf8(raw.length)])
  const block = crc(
    Buffer.concat([Buffer.from([method < 0 ? Number(gzip) : method, 0]), sizes, data]),
  )
  const zeros = Buffer.from([0, 0, 0, 0, 0, 0])
  const container = crc(
    Buffer.concat([int32(block.length), zeros, Buffer.from([1]), itf8(1), itf8(0)]),
  )
  const definition = Buffer.alloc(26)
  definition.write('CRAM')
  definition.set([major, minor], 4)
  return Buffer.concat([definition, container, block, Buffer.alloc(100, 0x7f)])
}

function itf8(value: number): Buffer {
  if (value < 0x80) return Buffer.from([value])
  if (value < 0x4000) return Buffer.from([0x80 | (value >> 8), value & 255])
  if (value < 0x200000) return Buffer.from([0xc0 | (value >> 16), (value >> 8) & 255, value & 255])
  const [a, b, c] = [(value >> 16) & 255, (value >> 8) & 255, value & 255]
  if (value < 0x10000000) return Buffer.from([0xe0 | (value >> 24), a, b, c])
  return Buffer.from([0xf0 | (value >>> 28), value >> 20, value >> 12, value >> 4, value & 15])
}

function int32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeInt32LE(value)
  return bytes
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
