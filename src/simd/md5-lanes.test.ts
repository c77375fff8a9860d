import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { LANES_BYTES, LANES_MESSAGES, md5ByLanes } from './md5-lanes.ts'

/** Where the padding changes, and the blocks. */
const EDGES = [0, 1, 55, 56, 57, 63, 64, 65, 119, 120, 127, 128, 129]

const length = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...EDGES) },
  { weight: 2, arbitrary: fc.nat(300) },
  { weight: 1, arbitrary: fc.nat(20_000) },
)

function endsOf(lengths: readonly number[], start = 0): Uint32Array {
  let end = start
  return Uint32Array.from(lengths, (each) => {
    end += each
    return end
  })
}

function byLanes(bytes: Uint8Array, start: number, ends: Uint32Array): string[] {
  // What the last call left there must not show.
  const digests = Buffer.alloc(16 * ends.length, 0xee)
  md5ByLanes(bytes, start, ends, digests)
  return Array.from(ends, (_, i) => digests.toString('hex', 16 * i, 16 * i + 16))
}

function byCrypto(bytes: Uint8Array, start: number, ends: Uint32Array): string[] {
  return Array.from(ends, (end, i) =>
    createHash('md5')
      .update(bytes.subarray(ends[i - 1] ?? start, end))
      .digest('hex'),
  )
}

/** Bytes of all values, the same each time. */
function bytesOf(count: number, seed: number): Uint8Array {
  const bytes = new Uint8Array(new SharedArrayBuffer(count))
  let state = seed | 1
  for (let i = 0; i < count; i++) {
    state = Math.imul(state, 1_664_525) + 1_013_904_223
    bytes[i] = state >>> 24
  }
  return bytes
}

it('gives the digests of RFC 1321, appendix A.5', () => {
  const vectors: readonly (readonly [string, string])[] = [
    ['', 'd41d8cd98f00b204e9800998ecf8427e'],
    ['a', '0cc175b9c0f1b6a831c399e269772661'],
    ['abc', '900150983cd24fb0d6963f7d28e17f72'],
    ['message digest', 'f96b697d7cb7938d525a2f31aaf161d0'],
    ['abcdefghijklmnopqrstuvwxyz', 'c3fcd3d76192e4007dfb496cca67e13b'],
    [
      'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789',
      'd174ab98d277d9f5a5611c2c9f419d9f',
    ],
    ['1234567890'.repeat(8), '57edf4a22be3c955ac49da2e2107b67a'],
  ]
  const bytes = Buffer.from(vectors.map(([message]) => message).join(''))
  const ends = endsOf(vectors.map(([message]) => message.length))
  expect(byLanes(bytes, 0, ends)).toEqual(vectors.map(([, digest]) => digest))
})

it('gives what node:crypto gives, of any lengths, wherever the messages begin', () => {
  fc.assert(
    fc.property(
      fc.array(length, { maxLength: 40 }),
      fc.nat(200),
      fc.nat(70),
      fc.integer(),
      (lengths, start, rest, seed) => {
        const ends = endsOf(lengths, start)
        const bytes = bytesOf((ends.at(-1) ?? start) + rest, seed)
        expect(byLanes(bytes, start, ends)).toEqual(byCrypto(bytes, start, ends))
      },
    ),
    { numRuns: 500 },
  )
})

it('gives them with lanes that end long before another', () => {
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom(...EDGES), { maxLength: 40 }),
      fc.nat(40),
      fc.integer({ min: 60_000, max: 400_000 }),
      fc.integer(),
      (short, at, long, seed) => {
        const ends = endsOf(short.toSpliced(at, 0, long))
        const bytes = bytesOf(ends.at(-1)!, seed)
        expect(byLanes(bytes, 0, ends)).toEqual(byCrypto(bytes, 0, ends))
      },
    ),
    { numRuns: 40 },
  )
})

it('takes as much as it has room for, up to the last byte, and no more', () => {
  const bytes = bytesOf(LANES_BYTES + 7, 5)
  const each = LANES_BYTES / LANES_MESSAGES
  const ends = endsOf(
    Array.from({ length: LANES_MESSAGES }, () => each, 7),
    7,
  )
  expect(byLanes(bytes, 7, ends)).toEqual(byCrypto(bytes, 7, ends))
  const one = Uint32Array.of(LANES_BYTES + 7)
  expect(byLanes(bytes, 7, one)).toEqual(byCrypto(bytes, 7, one))
  expect(() => byLanes(bytes, 6, one)).toThrow(RangeError)
  expect(() => byLanes(bytes, 0, new Uint32Array(LANES_MESSAGES + 1))).toThrow(RangeError)
})

it('takes messages far behind the place where its own copy lies', () => {
  const bytes = bytesOf(4 * LANES_BYTES, 3)
  const start = 3 * LANES_BYTES + 5
  const ends = endsOf([100, 0, 3000, ...EDGES], start)
  expect(byLanes(bytes, start, ends)).toEqual(byCrypto(bytes, start, ends))
})
