import { constants, deflateRawSync, inflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { encoder } from './encoder.ts'
import { INFLATE_WORK, loadInflate } from './inflate.ts'
import { REGION_BYTES, REGIONS } from './layout.ts'
import { giveBackRegion, takeRegion } from './regions.ts'

const MOST = 65_536
const GUARD = 64
const UNTOUCHED = Buffer.alloc(GUARD, 0xa5)

// Behind the data is nothing: it is at the end of the memory.
const regions = Array.from({ length: REGIONS }, takeRegion)
afterAll(() => regions.forEach(giveBackRegion))
const [data, text, work, told] = regions.toSorted((a, b) => b.byteOffset - a.byteOffset) as [
  Uint8Array,
  Uint8Array,
  Uint8Array,
  Uint8Array,
]
const blocks = new Int32Array(told.buffer, told.byteOffset, 64)

const { memory, bytes } = encoder()
const inflate = loadInflate(memory)

/** What becomes of deflate data; and that all of it kept to its room. */
function inflatedEach(
  parts: readonly { deflated: Uint8Array; room: number }[],
): (Buffer | 'refused')[] {
  const to = text.byteOffset + GUARD
  let from = REGION_BYTES - 1024 - parts.reduce((sum, { deflated }) => sum + deflated.length, 0)
  let rooms = 0
  const numbers = parts.flatMap(({ deflated, room }) => {
    bytes.set(deflated, data.byteOffset + from)
    const told = [from, deflated.length, rooms, room]
    from += deflated.length
    rooms += room
    return told
  })
  blocks.set(numbers)
  text.fill(0xa5, 0, rooms + 2 * GUARD)
  work.fill(0xa5, INFLATE_WORK, INFLATE_WORK + GUARD)
  inflate(blocks.byteOffset, parts.length, data.byteOffset, to, work.byteOffset)
  const around = [
    text.subarray(0, GUARD),
    text.subarray(GUARD + rooms, rooms + 2 * GUARD),
    work.subarray(INFLATE_WORK, INFLATE_WORK + GUARD),
  ]
  for (const guard of around) expect(Buffer.compare(guard, UNTOUCHED)).toBe(0)
  return parts.map((_, i) => {
    const [place, length] = [to + blocks[4 * i + 2]!, blocks[4 * i + 3]!]
    return length < 0 ? 'refused' : Buffer.from(bytes.slice(place, place + length))
  })
}

function inflated(deflated: Uint8Array, room: number): Buffer | 'refused' {
  return inflatedEach([{ deflated, room }])[0]!
}

/** Text of some letters, in which pieces come again: near, far, overlapping themselves, and long. */
const texts = fc
  .record({
    letters: fc.constantFrom('N', 'AC', 'ACGT', 'ACGTacgtN\n', 'ACDEFGHIKLMNPQRSTVWY', 'all'),
    length: fc.oneof(
      fc.constantFrom(0, 1, 15, 16, 17, 31, 32, 33, 57, 58, 59, 65_279, 65_280, MOST - 1, MOST),
      fc.nat(300),
      fc.nat(MOST),
    ),
    seed: fc.nat(),
    again: fc.constantFrom(0, 0.01, 0.1, 0.5),
    farthest: fc.constantFrom(1, 3, 15, 16, 17, 40, 1000, 32_768),
    longest: fc.constantFrom(3, 10, 11, 18, 40, 258, 1000),
  })
  .map(({ letters, length, seed, again, farthest, longest }) => {
    const alphabet = letters === 'all' ? Buffer.from([...Array(256).keys()]) : Buffer.from(letters)
    let state = seed | 1
    const next = (below: number) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
      return Math.floor((state / 2 ** 32) * below)
    }
    const made = Buffer.alloc(length)
    for (let at = 0; at < length; ) {
      if (at > 0 && next(1000) < again * 1000) {
        const distance = 1 + next(Math.min(farthest, at))
        const end = Math.min(length, at + 3 + next(longest))
        for (; at < end; at++) made[at] = made[at - distance]!
      } else made[at++] = alphabet[next(alphabet.length)]!
    }
    return made
  })

const { Z_DEFAULT_STRATEGY, Z_FILTERED, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE } = constants
const options = fc.record({
  level: fc.integer({ min: 0, max: 9 }),
  memLevel: fc.constantFrom(1, 3, 8, 9),
  windowBits: fc.constantFrom(9, 12, 15),
  strategy: fc.constantFrom(Z_DEFAULT_STRATEGY, Z_FILTERED, Z_FIXED, Z_HUFFMAN_ONLY, Z_RLE),
})

it('inflates what zlib deflates, of every kind', () => {
  fc.assert(
    fc.property(texts, options, fc.nat(7), (made, how, more) => {
      const deflated = deflateRawSync(made, how)
      for (const room of [made.length, made.length + more]) {
        const whole = inflated(deflated, room)
        expect(whole !== 'refused' && whole.equals(made)).toBe(true)
      }
      if (made.length > more) expect(inflated(deflated, made.length - more - 1)).toBe('refused')
    }),
    { numRuns: 400 },
  )
})

it('inflates blocks whose texts lie side by side, whatever becomes of those beside them', () => {
  const part = fc.record({
    made: texts,
    how: options,
    damage: fc.constantFrom('none', 'none', 'none', 'cut', 'less room', 'bits'),
    place: fc.nat(),
  })
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 9 }), (parts) => {
      const given = parts.map(({ made, how, damage, place }) => {
        const deflated = Buffer.from(deflateRawSync(made, how))
        if (damage === 'bits') deflated[place % deflated.length]! ^= 0x55
        return {
          deflated: damage === 'cut' ? deflated.subarray(0, deflated.length - 1) : deflated,
          room: damage === 'less room' ? Math.max(0, made.length - 1 - (place % 70)) : made.length,
        }
      })
      const whole = inflatedEach(given)
      parts.forEach(({ made, damage }, i) => {
        const each = whole[i]!
        if (damage === 'none') expect(each !== 'refused' && each.equals(made)).toBe(true)
        if (damage === 'less room' && made.length > 0) expect(each).toBe('refused')
        const alone = inflated(given[i]!.deflated, given[i]!.room)
        expect(each === alone || Buffer.compare(Buffer.from(each), Buffer.from(alone)) === 0).toBe(
          true,
        )
      })
    }),
    { numRuns: 200 },
  )
})

it('inflates what follows a flush, and blocks of every kind in a row', () => {
  const repeated = 'ACGTACGTACGTNNNNNNNNNNNNNNNNNNNNNNNNNNNN'.repeat(20)
  // A flush ends with a block that is stored, of nothing.
  const flushed = deflateRawSync(repeated, { finishFlush: constants.Z_SYNC_FLUSH })
  const stored = Buffer.from([0, 3, 0, 0xfc, 0xff, ...Buffer.from('abc')])
  const fixed = deflateRawSync('xyz', { strategy: Z_FIXED })
  expect(inflated(Buffer.concat([flushed, stored, flushed, fixed]), 5000).toString()).toBe(
    `${repeated}abc${repeated}xyz`,
  )
})

/** What zlib makes of it. */
function byZlib(deflated: Uint8Array, room: number): Buffer | 'refused' {
  try {
    const whole = inflateRawSync(deflated, { maxOutputLength: MOST })
    return whole.length > room ? 'refused' : whole
  } catch {
    return 'refused'
  }
}

it('takes and refuses of damaged data what zlib does, and keeps to its room', () => {
  const damages = fc.array(fc.tuple(fc.nat(), fc.constantFrom(1, 8, 128, 255)), { maxLength: 4 })
  fc.assert(
    fc.property(texts, options, damages, fc.nat(), (made, how, places, cut) => {
      const deflated = Buffer.from(deflateRawSync(made.subarray(0, 2000), how))
      // Most of what a block is made of is said at its beginning.
      for (const [place, bits] of places) deflated[place % Math.min(deflated.length, 80)]! ^= bits
      for (const data of [deflated, deflated.subarray(0, cut % deflated.length), made]) {
        const [own, zlib] = [inflated(data, 3000), byZlib(data, 3000)]
        expect(own === zlib || Buffer.compare(Buffer.from(own), Buffer.from(zlib)) === 0).toBe(true)
      }
    }),
    { numRuns: 1000 },
  )
})

it('refuses what RFC 1951 does not allow', () => {
  for (const hex of [
    '07', // a block of the kind that is reserved
    '0103000000', // stored, with another complement of its length
    '01ffff0000', // stored, longer than the data
    '73046200', // a match from before the text: A, and three bytes from four before
    '05e000ff', // codes of 287 literals
    // Codes of literals, then of distances, that leave bits over; a code of a distance that is none.
    '05c18101c3101000c055324290a0e390ff06519497d2e97b37ee527e865a5e2ed7c643d2718643bd858827d9657a8d2a5b4b0a449fc1eb79f139ac34c990c03d544b33c1f8c8a4f9d65aa2d6b1b703c5e1dfb915e0587776475933fbdee2a932fad5933176bb74ce5399c8dd017d1f255642bba59baeaac99f38b717e6c52331b7b61161808b0f43276f3f0ba418d422157e074606e203300aec7547d30357a7eaf30f',
    '2d8cb909004110c36a130ad480fbafe598e50263e0a3c2cd6a2a5b361136c70a35371a80dee2dc05791a4739c8fde2b2bfc45eee1e921d560641c5fa00',
    'bdcc310d00411002c01e57840203182057ac01fce75dfc18980bd30605a21c1ac42a313bc5d372b79ce875b82d862c4381c99af42cc874b717bee8b9ef2c7bba4ab85f167e',
  ]) {
    expect([hex, inflated(Buffer.from(hex, 'hex'), 1000)]).toEqual([hex, 'refused'])
  }
})
