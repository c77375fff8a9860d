import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bedLine, bedLineBytes } from './bed-line.ts'
import { BGZF_BLOCK, bgzip } from './bgzf-writer.ts'
import { faiLine } from './fai-line.ts'
import { GziWriter } from './gzi.ts'
import { gunzip } from './gzip.ts'
import { packTwoBit, twoBitEntry, twoBitHeader } from './two-bit-file.ts'

async function* cut(data: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < data.length; at += size) yield data.subarray(at, at + size)
}

describe('BGZF', () => {
  it('is read back, whatever was compressed', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 3000 }),
        fc.integer({ min: 1, max: 700 }),
        fc.nat(9),
        async (data, size, level) => {
          const blocks: Uint8Array[] = []
          for await (const { bytes } of bgzip(cut(data, size), level)) blocks.push(bytes)
          const back: Uint8Array[] = []
          for await (const part of gunzip(cut(Buffer.concat(blocks), 1000))) back.push(part)
          expect(Buffer.concat(back)).toEqual(Buffer.from(data))
        },
      ),
      { numRuns: 50 },
    )
  })

  it('holds a full block of noise, which deflate makes longer', async () => {
    let state = 1
    const noise = new Uint8Array(BGZF_BLOCK).map(() => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0
      return state >>> 24
    })
    for (const level of [0, 1, 6, 9]) {
      const blocks: Uint8Array[] = []
      for await (const { bytes } of bgzip(cut(noise, BGZF_BLOCK), level)) blocks.push(bytes)
      expect(blocks[0]!.length).toBeLessThanOrEqual(65_536)
      const back: Uint8Array[] = []
      for await (const part of gunzip(cut(Buffer.concat(blocks), 5000))) back.push(part)
      expect(Buffer.compare(Buffer.concat(back), noise)).toBe(0)
    }
  })

  it('has an index without the first block and the end', () => {
    const index = new GziWriter()
    expect([...index.bytes()]).toEqual([0, 0, 0, 0, 0, 0, 0, 0])
    for (let i = 0; i < 100; i++) index.add(20, 30)
    const view = new DataView(Uint8Array.from(index.bytes()).buffer)
    expect(view.getBigUint64(0, true)).toBe(99n)
    expect(view.getBigUint64(8, true)).toBe(20n)
    expect(view.getBigUint64(16, true)).toBe(30n)
    expect(view.getBigUint64(8 + 98 * 16, true)).toBe(1980n)
    expect(view.byteLength).toBe(8 + 99 * 16)
  })
})

describe('2bit', () => {
  it('packs as the specification shows it', () => {
    const into = new Uint8Array(2)
    packTwoBit(Buffer.from('TCAG'), into)
    expect(into[0]).toBe(0b00_01_10_11)
    packTwoBit(Buffer.from('UCAGA'), into)
    expect([...into]).toEqual([0b00_01_10_11, 0b10_00_00_00])
  })

  it('packs any residues as one by one', () => {
    const letters = fc.array(fc.constantFrom(...'ACGTNRU'), { maxLength: 70 })
    fc.assert(
      fc.property(letters, (residues) => {
        const bits = residues.map((letter) => ({ C: '01', A: '10', G: '11' })[letter] ?? '00')
        const expected = bits.join('').padEnd(8 * Math.ceil(residues.length / 4), '0')
        const into = new Uint8Array(Math.ceil(residues.length / 4))
        packTwoBit(Buffer.from(residues.join('')), into)
        expect([...into].map((byte) => byte.toString(2).padStart(8, '0')).join('')).toBe(expected)
      }),
    )
  })

  it('has 64 bits for an offset in version 1 alone', () => {
    expect([...twoBitHeader(1, 2)]).toEqual([
      0x43, 0x27, 0x41, 0x1a, 1, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0,
    ])
    const name = Buffer.from('ab')
    expect([...twoBitEntry(0, name, 0x01020304)]).toEqual([2, 97, 98, 4, 3, 2, 1])
    expect([...twoBitEntry(1, name, 0x0501020304)]).toEqual([2, 97, 98, 4, 3, 2, 1, 5, 0, 0, 0])
  })
})

describe('lines', () => {
  it('of an index state the first line of the record', () => {
    expect(faiLine('chr1', 230_218, 60, 60)).toBe('chr1\t230218\t60\t60\t61\n')
    expect(faiLine('short', 3, 7, 60)).toBe('short\t3\t7\t3\t4\n')
    expect(faiLine('none', 0, 7, 60)).toBe('none\t0\t7\t60\t61\n')
  })

  it('of BED have the length that was computed for them', () => {
    const position = fc.oneof(fc.constantFrom(0, 9, 10, 99, 100, 4_294_967_296), fc.nat())
    fc.assert(
      fc.property(fc.string(), position, position, (name, start0, end0) => {
        expect(bedLineBytes(Buffer.byteLength(name), start0, end0)).toBe(
          Buffer.byteLength(bedLine(name, start0, end0)),
        )
      }),
    )
  })
})
