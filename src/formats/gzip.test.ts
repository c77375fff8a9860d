import { execFileSync, spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { crc32, deflateRawSync, gunzipSync, gzipSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { hasTestData, testData } from '../../test/data.ts'
import { FormatError } from './errors.ts'
import { gunzip } from './gzip.ts'
import { BGZF_END, isGzip } from './gzip-member.ts'

/** Hands out one buffer again and again, as a reader of files may. */
async function* chunksOf(input: Uint8Array, cuts: readonly number[]): AsyncGenerator<Uint8Array> {
  const ends = [...new Set(cuts), input.length].sort((a, b) => a - b)
  const reused = Buffer.alloc(input.length)
  let start = 0
  for (const end of ends) {
    const size = Buffer.from(input.subarray(start, end)).copy(reused)
    yield reused.subarray(0, size)
    reused.fill(0x55)
    start = end
  }
}

async function read(input: Uint8Array, cuts: readonly number[] = []): Promise<Buffer> {
  const parts: Uint8Array[] = []
  for await (const part of gunzip(chunksOf(input, cuts))) parts.push(Buffer.from(part))
  return Buffer.concat(parts)
}

async function failure(input: Uint8Array, cuts: readonly number[] = []): Promise<string> {
  try {
    await read(input, cuts)
  } catch (error) {
    if (error instanceof FormatError) return error.message
    throw error
  }
  throw new Error('gunzip took it')
}

function bgzfBlock(data: Uint8Array): Buffer {
  const deflated = deflateRawSync(data)
  const header = Buffer.from('1f8b08040000000000ff0600424302000000', 'hex')
  header.writeUInt16LE(header.length + deflated.length + 8 - 1, 16)
  const trailer = Buffer.alloc(8)
  trailer.writeUInt32LE(crc32(data), 0)
  trailer.writeUInt32LE(data.length, 4)
  return Buffer.concat([header, deflated, trailer])
}

/** A member with every optional field. */
function fullMember(data: Uint8Array): Buffer {
  const header = Buffer.concat([
    Buffer.from('1f8b081e000000000003', 'hex'),
    Buffer.from([5, 0, 0x58, 0x59, 1, 0, 0x42]),
    Buffer.from('name.fa\0a comment\0'),
  ])
  const check = Buffer.alloc(2)
  check.writeUInt16LE(crc32(header) & 0xffff)
  return Buffer.concat([header, check, bgzfBlock(data).subarray(18)])
}

const everyByte = (input: Uint8Array) => [...input.keys()]
const around = (position: number) => [position - 1, position, position + 1]
const text = Buffer.from('>chr1\nACGTACGTNNNNacgt\n>chr2\nGGGG\n'.repeat(20))

const payloads = fc.oneof(
  fc.uint8Array({ maxLength: 300 }),
  fc.nat(3000).map((size) => Buffer.alloc(size, 'ACGT')),
)
const members = fc.oneof(
  payloads.map((data) => ({ data, bytes: gzipSync(data) })),
  payloads.map((data) => ({ data, bytes: fullMember(data) })),
  payloads.map((data) => ({ data, bytes: bgzfBlock(data) })),
)
/** Files whose last member is whole and, if of BGZF, the end marker. */
const files = fc
  .tuple(fc.array(members, { maxLength: 12 }), fc.boolean(), payloads, fc.nat(40))
  .map(([list, bgzf, last, padding]) => ({
    data: Buffer.concat([...list.map(({ data }) => data), bgzf ? Buffer.alloc(0) : last]),
    bytes: Buffer.concat([
      ...list.map(({ bytes }) => bytes),
      bgzf ? BGZF_END : gzipSync(last),
      Buffer.alloc(padding),
    ]),
    padding,
  }))
const positions = fc.array(fc.nat(), { maxLength: 20 })
const within = (cuts: readonly number[], bytes: Uint8Array) => cuts.map((cut) => cut % bytes.length)

describe('gzip reading', () => {
  it('reads any mixture of members, wherever the input is cut', async () => {
    await fc.assert(
      fc.asyncProperty(files, positions, async ({ data, bytes }, cuts) => {
        expect((await read(bytes, within(cuts, bytes))).equals(data)).toBe(true)
        expect((await read(bytes, everyByte(bytes))).equals(data)).toBe(true)
      }),
      { numRuns: 60 },
    )
  })

  it('finds every truncation, wherever the input is cut', async () => {
    const single = gzipSync(text)
    const double = Buffer.concat([single, fullMember(text)])
    for (const [bytes, whole] of [
      [single, []],
      [fullMember(text), []],
      [double, [single.length]],
    ] as const) {
      for (let size = 2; size < bytes.length; size++) {
        if ((whole as readonly number[]).includes(size)) continue
        const cut = bytes.subarray(0, size)
        expect(await failure(cut)).toMatch(/ends early/)
        expect(await failure(cut, [size >> 1, size - 1])).toMatch(/ends early/)
      }
      const almost = bytes.subarray(0, bytes.length - 1)
      expect(await failure(almost, everyByte(almost))).toMatch(/ends early/)
    }
  })

  it('finds every truncation of BGZF, that between two blocks included', async () => {
    const block = bgzfBlock(text)
    const bytes = Buffer.concat([block, block, BGZF_END])
    expect((await read(bytes)).equals(Buffer.concat([text, text]))).toBe(true)
    for (let size = 2; size < bytes.length; size++) {
      const atBorder = size === block.length || size === 2 * block.length
      const message = atBorder ? /end marker of BGZF is missing/ : /ends early/
      const cut = bytes.subarray(0, size)
      expect(await failure(cut)).toMatch(message)
      expect(await failure(cut, everyByte(cut))).toMatch(message)
    }
  })

  it('finds what follows the last member, wherever the input is cut, and says where it begins', async () => {
    const garbage = fc.oneof(
      fc
        .constantFrom('garbage', '>chr3\nACGT\n', '\x8b\x1f', '\x1f\x00', 'x')
        .map((t) => [...Buffer.from(t, 'latin1')]),
      fc.array(fc.integer({ min: 1, max: 255 }), { minLength: 1, maxLength: 50 }),
    )
    await fc.assert(
      fc.asyncProperty(files, garbage, positions, async ({ bytes }, extra, cuts) => {
        fc.pre(!(extra[0] === 0x1f && (extra.length === 1 || extra[1] === 0x8b)))
        const input = Buffer.concat([bytes, Buffer.from(extra)])
        for (const chosen of [[], within(cuts, input), around(bytes.length), [bytes.length]]) {
          expect(
            await failure(
              input,
              chosen.filter((cut) => cut < input.length),
            ),
          ).toMatch(new RegExp(`something else after the gzip data, from byte ${bytes.length};`))
        }
        expect(await failure(input, everyByte(input))).toMatch(/something else after the gzip/)
      }),
      { numRuns: 60 },
    )
  })

  it('takes a member after padding for something else: nothing is passed over in silence', async () => {
    const member = gzipSync(text)
    const input = Buffer.concat([member, Buffer.alloc(3), member])
    expect(await failure(input)).toMatch(
      `something else after the gzip data, from byte ${member.length + 3}`,
    )
  })

  it('finds every flipped bit that changes the data', async () => {
    const data = Buffer.from('>a\nACGTACGTTTGGCCAANNNNN\n')
    for (const bytes of [gzipSync(data), Buffer.concat([bgzfBlock(data), BGZF_END])]) {
      for (let bit = 0; bit < bytes.length * 8; bit++) {
        const flipped = Buffer.from(bytes)
        flipped[bit >> 3]! ^= 1 << (bit & 7)
        if (!isGzip(flipped)) continue
        const outcome = await read(flipped).catch((error) => {
          expect(error).toBeInstanceOf(FormatError)
          return data
        })
        expect(outcome.equals(data)).toBe(true)
      }
    }
  })

  it('finds a wrong checksum, a wrong length and an impossible header', async () => {
    const other = bgzfBlock(text)
    for (const make of [gzipSync(text), Buffer.concat([other, BGZF_END])]) {
      const trailer = (make.length > other.length + 20 ? other.length : make.length) - 8
      for (const at of [trailer, trailer + 4, 2]) {
        const bytes = Buffer.from(make)
        bytes[at]! ^= 1
        expect(await failure(bytes)).toMatch(/damaged in the part that begins at byte 0;/)
        expect(await failure(bytes, everyByte(bytes))).toMatch(/damaged/)
      }
    }
    const second = Buffer.concat([gzipSync(text), gzipSync(text)])
    second[second.length - 8]! ^= 1
    expect(await failure(second)).toMatch(`begins at byte ${second.length / 2};`)
    expect(await failure(Buffer.from('1f8b08e0000000000003', 'hex'))).toMatch(/damaged/)
    const endless = Buffer.concat([
      Buffer.from('1f8b0808000000000003', 'hex'),
      Buffer.alloc(2 << 20, 'n'),
    ])
    expect(await failure(endless, [1000, 500_000])).toMatch(/damaged/)
  })

  it('reads blocks of the greatest size and keeps the order of many', async () => {
    const blocks = Array.from({ length: 50 }, (_, i) => Buffer.alloc(65_536 - i, `${i}ACGT`))
    const bytes = Buffer.concat([...blocks.map(bgzfBlock), BGZF_END])
    expect((await read(bytes, [100_000, 1, 65_536])).equals(Buffer.concat(blocks))).toBe(true)
  })

  it('decompresses a large member in pieces, so that memory stays bounded', async () => {
    const bytes = gzipSync(Buffer.alloc(64 << 20))
    let total = 0
    let largest = 0
    for await (const part of gunzip(chunksOf(bytes, [10_000]))) {
      total += part.length
      largest = Math.max(largest, part.length)
    }
    expect(total).toBe(64 << 20)
    expect(largest).toBeLessThanOrEqual(256 * 1024)
  })

  it('passes on an error of the source, and closes the source when the consumer leaves', async () => {
    const bytes = gzipSync(Buffer.alloc(1 << 20))
    let closed = 0
    async function* source(fail: boolean) {
      try {
        yield bytes.subarray(0, 500)
        if (fail) throw new Error('disk on fire')
        yield bytes.subarray(500)
      } finally {
        closed++
      }
    }
    const all = async (fail: boolean, leave: boolean) => {
      for await (const _ of gunzip(source(fail))) if (leave) break
    }
    await expect(all(true, false)).rejects.toThrow('disk on fire')
    await all(false, true)
    await all(false, false)
    expect(closed).toBe(3)
  })
})

const has = (tool: string) => spawnSync(tool, ['--version']).status === 0
const unless = (tool: string) => !process.env.CI && !has(tool)

describe('gzip reading, against real tools', () => {
  it.skipIf(unless('gzip'))('reads what gzip writes', async () => {
    for (const level of ['-1', '-9']) {
      expect((await read(execFileSync('gzip', [level], { input: text }))).equals(text)).toBe(true)
    }
  })

  it.skipIf(unless('bgzip'))('reads what bgzip writes', async () => {
    const data = Buffer.alloc(300_000, text)
    const bytes = execFileSync('bgzip', ['-c'], { input: data })
    expect((await read(bytes, [1000, 70_000])).equals(data)).toBe(true)
  })

  it.skipIf(unless('samtools') || !hasTestData)('reads the BGZF of a BAM file', async () => {
    const sam = `@HD\tVN:1.6\n@SQ\tSN:1\tLN:100\n${'r\t4\t*\t0\t0\t*\t*\t0\t0\tACGT\t*\n'.repeat(20_000)}`
    const bytes = execFileSync('samtools', ['view', '-b', '-'], { input: sam })
    expect(bytes.subarray(-28).equals(BGZF_END)).toBe(true)
    expect((await read(bytes, [100, 30_000])).equals(gunzipSync(bytes))).toBe(true)
    expect(await failure(bytes.subarray(0, -28))).toMatch(/end marker of BGZF is missing/)
  })

  it.skipIf(!hasTestData)('reads the compressed yeast genome', async () => {
    const bytes = readFileSync(
      testData('yeast-r64/Saccharomyces_cerevisiae.R64-1-1.dna.toplevel.fa.gz'),
    )
    expect((await read(bytes, [1_000_000, 2_000_000])).equals(gunzipSync(bytes))).toBe(true)
  })
})
