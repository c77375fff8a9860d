import { crc32, deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { placeOf } from '../simd/encoder.ts'
import { REGIONS } from '../simd/layout.ts'
import { giveBackRegion, takeRegion } from '../simd/regions.ts'
import { BgzfInflater } from './bgzf-inflater.ts'
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

const counts = fc.oneof(fc.constantFrom(1, 2, 130), fc.integer({ min: 1, max: 130 }))
/** Of a few bytes, all in one batch, or so many that it takes some batches. */
const sizes = fc.constantFrom(12, 1_000, 65_280, 65_536)
const texts = (count: number, size = 12) =>
  Array.from({ length: count }, (_, i) => `block ${i}`.padEnd(size))

it('inflates any number of blocks in their order', async () => {
  await fc.assert(
    fc.asyncProperty(counts, sizes, async (count, size) => {
      const blocks = texts(count, size).map((text) => block(Buffer.from(text)))
      const { text, message } = await read(Buffer.concat([...blocks, BGZF_END]))
      expect(message).toBeUndefined()
      expect(text === texts(count, size).join('')).toBe(true)
    }),
    { numRuns: 50 },
  )
})

it('inflates more blocks than a batch has room to tell of', async () => {
  const bytes = texts(2_500).map((text) => block(Buffer.from(text)))
  expect((await read(Buffer.concat([...bytes, BGZF_END]))).text).toBe(texts(2_500).join(''))
  const bare = Array.from({ length: 2_500 }, () => BGZF_END)
  expect(await read(Buffer.concat([...bare, block(Buffer.from('ACGT')), BGZF_END]))).toEqual({
    text: 'ACGT',
  })
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
      sizes,
      fc.nat(),
      fc.constantFrom(...damages),
      async (count, size, place, damage) => {
        const at = place % count
        const blocks: Buffer[] = texts(count, size).map((text) => block(Buffer.from(text)))
        blocks[at] = damage(Buffer.from(texts(count, size)[at]!))
        const before = Buffer.concat(blocks.slice(0, at)).length
        const { text, message } = await read(Buffer.concat([...blocks, BGZF_END]))
        expect(text === texts(at, size).join('')).toBe(true)
        expect(message).toBe(
          `the gzip data is damaged in the part that begins at byte ${before}; get the file anew`,
        )
      },
    ),
    { numRuns: 50 },
  )
})

it('gives its memory back, however it ends', async () => {
  const blocks = Array.from({ length: 300 }, () => block(Buffer.alloc(60_000, 'ACGT')))
  const whole = Buffer.concat([...blocks, BGZF_END])
  const ends: (() => Promise<unknown>)[] = [
    () => read(whole),
    () => read(whole.subarray(0, -10)),
    () => read(Buffer.concat([whole, whole.subarray(0, 20), Buffer.alloc(100)])),
    async () => {
      for await (const _ of gunzip(pieces(whole))) break
    },
  ]
  for (const end of ends) {
    await end()
    const regions = Array.from({ length: REGIONS }, takeRegion)
    expect(regions.filter((each) => placeOf(each) < 0)).toEqual([])
    regions.forEach(giveBackRegion)
  }
})

it('gives back the memory of a batch that is not full', async () => {
  const inflater = new BgzfInflater()
  inflater.add(block(Buffer.from('ACGT')), 18, 0)
  await inflater.close()
  const regions = Array.from({ length: REGIONS }, takeRegion)
  expect(regions.filter((each) => placeOf(each) < 0)).toEqual([])
  regions.forEach(giveBackRegion)
})

it('does without memory that threads share, when all of it is taken', async () => {
  const regions = Array.from({ length: REGIONS }, takeRegion)
  try {
    const blocks = texts(40).map((text) => block(Buffer.from(text)))
    expect(await read(Buffer.concat([...blocks, BGZF_END]))).toEqual({ text: texts(40).join('') })
    blocks[30]![20]! ^= 1
    const { text, message } = await read(Buffer.concat([...blocks, BGZF_END]))
    expect(text).toBe(texts(30).join(''))
    expect(message).toMatch(/damaged in the part that begins at byte/)
  } finally {
    regions.forEach(giveBackRegion)
  }
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
