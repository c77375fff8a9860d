import fc from 'fast-check'
import { afterAll, expect, it } from 'vitest'
import { giveBackRegion, takeRegion } from '../../simd/regions.ts'
import { decodeTwoBit, encodeTwoBit } from './two-bit.ts'

const ALPHABETS = { dna: 'ACGT', rna: 'ACGU' } as const

const count = fc.oneof(
  fc.constantFrom(0, 1, 3, 4, 5, 15, 16, 17, 63, 64, 65, 511, 512, 513, 8191, 8192),
  fc.nat(8192),
)

const region = takeRegion()
afterAll(() => giveBackRegion(region))

/** Bases that begin at any byte of memory, which is the encoder's or not. */
function placed(text: string, shift: number): Uint8Array {
  const memory = shift % 3 === 0 ? region : new Uint8Array(new SharedArrayBuffer(8250))
  const residues = memory.subarray(shift, shift + text.length)
  residues.set(Buffer.from(text))
  return residues
}

const bases = (alphabet: string) =>
  fc.tuple(count, fc.array(fc.nat(3), { minLength: 1, maxLength: 200 })).map(([length, codes]) =>
    codes
      .map((code) => alphabet[code]!)
      .join('')
      .repeat(Math.ceil(length / codes.length))
      .slice(0, length),
  )

it.each(['dna', 'rna'] as const)('packs %s as one would residue by residue', (kind) => {
  const alphabet = ALPHABETS[kind]
  fc.assert(
    fc.property(bases(alphabet), fc.nat(40), fc.nat(20), (text, shift, position) => {
      const out = new Uint8Array(2100).fill(0x5a)
      const said = encodeTwoBit(placed(text, shift), 0, text.length, out, position)
      expect(said).toBe(kind === 'rna' && text.includes('U') ? 'rna' : 'dna')
      const expected = new Uint8Array(2100).fill(0x5a)
      expected.fill(0, position, position + Math.ceil(text.length / 4))
      for (const [i, letter] of [...text].entries()) {
        expected[position + (i >> 2)]! |= alphabet.indexOf(letter) << (2 * (i & 3))
      }
      expect(out).toEqual(expected)
    }),
    { numRuns: 200 },
  )
})

it('packs nothing that has another letter, wherever it stands', () => {
  for (const length of [1, 15, 16, 17, 63, 64, 65, 100, 600, 8192]) {
    const step = length > 1000 ? 97 : 1
    for (let place = 0; place < length; place += step) {
      for (const letter of length > 100 ? 'UNZ' : 'BDEFHIJKLMNOPQRSUVWXYZ') {
        if (letter === 'U' && length === 1) continue
        const residues = Buffer.from('ACGT'.repeat(2048).slice(0, length))
        if (letter === 'U') residues.fill('T')
        residues[place] = letter.charCodeAt(0)
        const out = new Uint8Array(2048)
        expect([length, place, letter, encodeTwoBit(residues, 0, residues.length, out, 0)]).toEqual(
          [...[length, place, letter, 'other']],
        )
        expect(out.every((byte) => byte === 0)).toBe(true)
      }
    }
  }
})

it('unpacks any part of a block, and writes nothing beside it', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ minLength: 1, maxLength: 2048 }),
      fc.constantFrom(1, 3, 17, 2048),
      fc.tuple(fc.nat(), fc.nat(), fc.nat(40), fc.nat(20)),
      fc.boolean(),
      (some, times, [a, b, data, position], rna) => {
        const packed = Buffer.concat(Array(times).fill(some)).subarray(0, 2048)
        const n = 4 * packed.length
        const [from, to] = [a % (n + 1), b % (n + 1)].sort((x, y) => x - y) as [number, number]
        const payload = Buffer.concat([Buffer.alloc(data, 0xff), packed])
        const out = new Uint8Array(8192 + 60).fill(0x23)
        decodeTwoBit(payload, data, rna, from, to, out, position)
        const alphabet = rna ? 'ACGU' : 'ACGT'
        let expected = ''
        for (let i = from; i < to; i++) expected += alphabet[(packed[i >> 2]! >> (2 * (i & 3))) & 3]
        const end = position + to - from
        expect(Buffer.from(out.subarray(position, end)).toString()).toBe(expected)
        expect(out.fill(0x23, position, end).every((byte) => byte === 0x23)).toBe(true)
      },
    ),
    { numRuns: 500 },
  )
})
