import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { CHUNK_BYTES } from '../simd/layout.ts'
import { giveBackRegion, takeRegion } from '../simd/regions.ts'
import { SequenceLines } from './sequence-lines.ts'

/** Bytes of a room that do not belong to it; they must stay as they are. */
const BESIDE = 32
const UNTOUCHED = 0x23

/** Where chunk and room lie: in memory of their own, or in the encoder's. */
interface Places {
  readonly shift: number
  readonly chunk: boolean
  readonly room: boolean
}
const places = fc.record({ shift: fc.nat(16), chunk: fc.boolean(), room: fc.boolean() })
const ELSEWHERE: Places = { shift: 0, chunk: false, room: false }

const regions = [takeRegion(), takeRegion()] as const
afterAll(() => regions.forEach(giveBackRegion))

/** Cleans all of a chunk, as much at once as there is room for. */
function cleaned(text: Uint8Array, from: number, size: number, { shift, ...inside }: Places) {
  const chunk = inside.chunk ? regions[0].subarray(shift, shift + text.length) : text
  chunk.set(text)
  const whole = shift + size + 2 * BESIDE
  const memory = inside.room
    ? regions[1].subarray(0, whole)
    : new Uint8Array(new SharedArrayBuffer(whole))
  memory.fill(UNTOUCHED)
  const room = memory.subarray(shift + BESIDE, shift + BESIDE + size)
  const lines = new SequenceLines({ bytes: room, begin: () => 0 })
  lines.begin()
  let residues = ''
  let ends = 0
  const mask: number[] = []
  let at = from
  do {
    at = lines.clean(chunk, at)
    residues += Buffer.from(lines.bytes.subarray(lines.from, lines.to)).toString('latin1')
    mask.push(...lines.maskRuns)
    ends += lines.ends
  } while (at < chunk.length && !lines.atLineStart && lines.binary === undefined)
  for (const beside of [
    memory.subarray(0, shift + BESIDE),
    memory.subarray(shift + BESIDE + size),
  ]) {
    expect(beside.every((byte) => byte === UNTOUCHED)).toBe(true)
  }
  expect(lines.length).toBe(residues.length)
  const { dropped, droppedAt, maskStart, atLineStart, afterReturn, binary } = lines
  return {
    at,
    residues,
    mask,
    ends,
    dropped,
    droppedAt,
    maskStart,
    atLineStart,
    afterReturn,
    binary,
  }
}

/** The same, byte by byte. */
function naive(chunk: Uint8Array, from: number): ReturnType<typeof cleaned> {
  const text = Buffer.from(chunk).toString('latin1')
  let residues = ''
  let ends = 0
  let dropped = 0
  let droppedAt = -1
  let binary: number | undefined
  let [atLineStart, afterReturn] = [false, false]
  let at = from
  while (at < text.length) {
    const char = text[at++]!
    if (/[A-Za-z]/.test(char)) residues += char
    else if (char === '\n' || char === '\r') {
      ends++
      const isPair = char === '\r' && text[at] === '\n'
      if (isPair) at++
      if (at === text.length || text[at] === '>' || text[at] === ';') {
        atLineStart = true
        afterReturn = at === text.length && char === '\r' && !isPair
        break
      }
    } else if (char === '\x7f' || (char < ' ' && !'\t\v\f'.includes(char))) {
      binary = char.charCodeAt(0)
      break
    } else {
      dropped++
      if (char > ' ' && droppedAt < 0) droppedAt = residues.length
    }
  }
  const runs = [...residues.matchAll(/[a-z]+/g)]
  const mask = runs.flatMap((run) => [run.index, run.index + run[0].length])
  const maskStart = mask.at(-1) === residues.length && mask.length > 0 ? mask.at(-2)! : -1
  if (maskStart >= 0) mask.splice(-2)
  return {
    ...{ at, residues: residues.toUpperCase(), mask, ends, dropped, droppedAt },
    ...{ maskStart, atLineStart, afterReturn, binary },
  }
}

const letter = fc.constantFrom(...'ACGTNUZacgtnuz')
const word = fc
  .tuple(fc.oneof(fc.constantFrom(0, 1, 15, 16, 17, 31, 32, 33), fc.nat(130)), fc.array(letter))
  .map(([length, pattern]) =>
    (pattern.length > 0 ? pattern.join('').repeat(length) : 'N'.repeat(length)).slice(0, length),
  )
const other = fc.oneof(
  { weight: 8, arbitrary: fc.constant('\n') },
  {
    weight: 3,
    arbitrary: fc.constantFrom('\r\n', '\r', '\n\n', '\n\r', '\r\r\n', '@', '[', '`', '{'),
  },
  { weight: 2, arbitrary: fc.constantFrom('*', '-', ' ', '\t', '5', '\v', '>', ';', 'A>', 'a;') },
  { weight: 2, arbitrary: fc.nat(255).map((byte) => String.fromCharCode(byte)) },
  { weight: 1, arbitrary: fc.constantFrom('\n>', '\n;', '\r\n>', '\r;') },
)
const text = fc
  .array(fc.tuple(word, other), { maxLength: 40 })
  .map((parts) => Buffer.from(parts.flat().join(''), 'latin1'))
/** What stands beside the letters in ASCII. */
const beside = fc.constantFrom('@', '[', '`', '{')
/** Lines of one length and one case, of which some bytes are others. */
const alike = fc
  .tuple(
    fc.oneof(fc.constantFrom(15, 16, 17, 31, 32, 33, 60, 64, 80), fc.integer({ min: 1, max: 100 })),
    fc.constantFrom('ACGT', 'acgt'),
    fc.nat(30),
    fc.array(fc.tuple(fc.nat(), fc.oneof(letter, beside, other)), { maxLength: 4 }),
  )
  .map(([width, letters, count, changes]) => {
    const line = `${letters.repeat(width).slice(0, width)}\n`
    const all = [...line.repeat(count)]
    for (const [place, instead] of changes) if (count > 0) all[place % all.length] = instead
    return Buffer.from(all.join(''), 'latin1')
  })
/** Long enough for several calls, with little in it that ends the cleaning. */
const longText = fc
  .tuple(
    fc.array(word, { minLength: 20 }),
    fc.integer({ min: 1, max: 130 }),
    fc.constantFrom('\n', '\r\n', '\r'),
    fc.nat(40_000),
  )
  .map(([words, width, end, length]) => {
    const all = `${words.join('')}Ac`.repeat(40_000).slice(0, length)
    return Buffer.from(all.replace(new RegExp(`.{${width}}`, 'g'), `$&${end}`))
  })
const size = fc.oneof(fc.constantFrom(1, 15, 16, 17, 1024), fc.integer({ min: 1, max: 400 }))

it('cleans lines as one would byte by byte, whatever they hold and wherever the room ends', () => {
  fc.assert(
    fc.property(fc.oneof(text, alike), fc.nat(40), size, places, (chunk, from, room, where) => {
      const start = Math.min(from, chunk.length)
      fc.pre(start < chunk.length)
      expect(cleaned(chunk, start, room, where)).toEqual(naive(chunk, start))
    }),
    { numRuns: 3000 },
  )
})

it('cleans long lines in as many steps as they need', () => {
  fc.assert(
    fc.property(longText, fc.integer({ min: 500, max: 60_000 }), places, (chunk, room, where) => {
      fc.pre(chunk.length > 0)
      expect(cleaned(chunk, 0, room, where)).toEqual(naive(chunk, 0))
    }),
    { numRuns: 40 },
  )
})

it('finds each byte at each place among sixteen, and at the ends of steps', () => {
  for (let byte = 0; byte < 256; byte++) {
    for (let place = 0; place < 34; place++) {
      const chunk = Buffer.alloc(50, 'acgtNNACGTacgT')
      chunk[place] = byte
      expect(
        cleaned(chunk, 0, 50, { shift: place & 7, chunk: place % 3 === 0, room: true }),
      ).toEqual(naive(chunk, 0))
    }
  }
  for (const step of [1024, 1024 + 4096, 1024 + 4096 + CHUNK_BYTES]) {
    for (const end of ['\n', '\r', '\r\n', '\n>', '\r\n>', '\r;', '*', 'a\n\r\nC']) {
      for (let place = step - 20; place < step + 20; place++) {
        const chunk = Buffer.from(`${'acgtNNACGTacgT'.repeat(4000).slice(0, place)}${end}`)
        for (const rest of ['', 'T', 'tttttttttttttttttttt\n']) {
          const all = Buffer.concat([chunk, Buffer.from(rest)])
          expect(cleaned(all, 0, all.length, ELSEWHERE)).toEqual(naive(all, 0))
        }
      }
    }
  }
})

it('tells of a change of case at every residue', () => {
  for (const length of [1, 2, 15, 16, 17, 2000, 2048, 4100, 50_000]) {
    const chunk = Buffer.alloc(length, 'aC')
    expect(cleaned(chunk, 0, length, ELSEWHERE)).toEqual(naive(chunk, 0))
  }
})
