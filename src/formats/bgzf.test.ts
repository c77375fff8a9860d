import { crc32, deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { gunzip } from './gzip.ts'
import { BGZF_END } from './gzip-member.ts'

/** A block that states `size` as its length, whatever it holds. */
function block(data: Uint8Array, size = data.length, extra = new Uint8Array(0)): Buffer {
  const deflated = Buffer.concat([deflateRawSync(data), extra])
  const header = Buffer.from('1f8b08040000000000ff0600424302000000', 'hex')
  header.writeUInt16LE(header.length + deflated.length + 8 - 1, 16)
  const trailer = Buffer.alloc(8)
  trailer.writeUInt32LE(crc32(data), 0)
  trailer.writeUInt32LE(size, 4)
  return Buffer.concat([header, deflated, trailer])
}

/** What is read of a file, and the message at which it ends. */
async function read(bytes: Uint8Array): Promise<{ text: string; message?: string }> {
  const parts: Uint8Array[] = []
  const whole = () => Buffer.concat(parts).toString()
  try {
    for await (const part of gunzip(pieces(bytes))) parts.push(Buffer.from(part))
  } catch (error) {
    return { text: whole(), message: (error as Error).message }
  }
  return { text: whole() }
}

async function* pieces(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += 1000) yield bytes.subarray(at, at + 1000)
}

/** Numbers of blocks around those of one batch and of all that are under way. */
const counts = fc.oneof(
  fc.constantFrom(1, 15, 16, 17, 31, 32, 33, 95, 96, 97, 98, 130),
  fc.integer({ min: 1, max: 130 }),
)
const texts = (count: number) => Array.from({ length: count }, (_, i) => `block ${i} `)

it('inflates any number of blocks in their order', async () => {
  await fc.assert(
    fc.asyncProperty(counts, async (count) => {
      const blocks = texts(count).map((text) => block(Buffer.from(text)))
      expect(await read(Buffer.concat([...blocks, BGZF_END]))).toEqual({
        text: texts(count).join(''),
      })
    }),
  )
})

it('gives all that comes before a damaged block, names the block, and gives nothing behind it', async () => {
  const damages: ((text: Buffer) => Buffer)[] = [
    (text) => block(text, text.length + 1),
    (text) => block(text, 2 ** 32 - 1),
    (text) => {
      const bytes = block(text)
      bytes[bytes.length - 8]! ^= 1
      return bytes
    },
    (text) => {
      const bytes = block(text)
      bytes[18] = 0xff
      return bytes
    },
    () => block(Buffer.alloc(70_000, 'A')),
  ]
  await fc.assert(
    fc.asyncProperty(
      counts,
      fc.nat(),
      fc.constantFrom(...damages),
      async (count, place, damage) => {
        const at = place % count
        const blocks: Buffer[] = texts(count).map((text) => block(Buffer.from(text)))
        blocks[at] = damage(Buffer.from(texts(count)[at]!))
        const before = Buffer.concat(blocks.slice(0, at)).length
        expect(await read(Buffer.concat([...blocks, BGZF_END]))).toEqual({
          text: texts(at).join(''),
          message: `the gzip data is damaged in the part that begins at byte ${before}; get the file anew`,
        })
      },
    ),
  )
})

it('takes a block with bytes between the end of its data and its trailer, as it always did', async () => {
  const odd = block(Buffer.from('odd '), 4, Buffer.from('left over'))
  const even = block(Buffer.from('even '))
  expect(await read(Buffer.concat([even, odd, even, BGZF_END]))).toEqual({ text: 'even odd even ' })
})

it('is not led to other data by blocks whose lengths only add up', async () => {
  const long = block(Buffer.from('long'), 8)
  const short = block(Buffer.from('shorter!'), 4)
  expect(await read(Buffer.concat([long, short, BGZF_END]))).toEqual({
    text: '',
    message: 'the gzip data is damaged in the part that begins at byte 0; get the file anew',
  })
})
