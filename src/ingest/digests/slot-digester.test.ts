import { hash } from 'node:crypto'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { lanesPay } from './lanes-pay.ts'
import { DIGEST_LENGTH, SlotDigester } from './slot-digester.ts'

const SLOT = 1 << 20

/** Many short sequences, for which lanes pay, and others that take one slot or more. */
const lengths = fc.array(
  fc.oneof(
    fc.tuple(fc.constantFrom(0, 1, 55, 56, 63, 64, 65, 119, 120, 128, 686), fc.constant(1500)),
    fc.tuple(fc.integer({ min: 100_000, max: 2_500_000 }), fc.constant(1)),
    fc.tuple(fc.nat(9000), fc.integer({ min: 1, max: 100 })),
  ),
  { minLength: 1, maxLength: 6 },
)

/** Digests as they come slot by slot. */
function bySlots(algorithm: 'md5' | 'sha512', residues: Buffer, ends: readonly number[]): Buffer {
  const digester = new SlotDigester(algorithm)
  const found: Uint8Array[] = []
  for (let at = 0; at <= residues.length; at += SLOT) {
    // A sequence that ends where a slot does ends in that slot.
    const own = ends.filter((end) => end > at - (at === 0 ? 1 : 0) && end <= at + SLOT)
    const slot = residues.subarray(at, at + SLOT)
    found.push(
      digester.digest(
        slot,
        Uint32Array.from(own, (end) => end - at),
      ),
    )
  }
  return Buffer.concat(found)
}

it('gives each sequence the digest that it has by itself, however slots divide them', () => {
  fc.assert(
    fc.property(lengths, (groups) => {
      const ends: number[] = []
      for (const [length, count] of groups)
        for (let i = 0; i < count; i++) ends.push((ends.at(-1) ?? 0) + length)
      const residues = Buffer.alloc(ends.at(-1)!, 'ACGTTGCAAGGCTA')
      for (const algorithm of ['md5', 'sha512'] as const) {
        const digests = bySlots(algorithm, residues, ends)
        const length = DIGEST_LENGTH[algorithm]
        const found = ends.map((_, i) => digests.toString('hex', i * length, (i + 1) * length))
        const wanted = ends.map((end, i) =>
          hash(algorithm, residues.subarray(ends[i - 1] ?? 0, end)),
        )
        expect(found.every((each, i) => each === wanted[i])).toBe(true)
      }
    }),
    { numRuns: 30 },
  )
})

it('uses lanes for many short sequences, not for few, nor where one is much of all', () => {
  const endsOf = (count: number, length: number) =>
    Uint32Array.from({ length: count }, (_, i) => (i + 1) * length)
  expect(lanesPay(0, endsOf(1500, 686))).toBe(true)
  expect(lanesPay(0, endsOf(4, SLOT / 4))).toBe(true)
  expect(lanesPay(0, endsOf(3, SLOT / 4))).toBe(false)
  expect(lanesPay(0, endsOf(40, 686))).toBe(false)
  expect(lanesPay(0, endsOf(20_000, 20))).toBe(false)
  expect(lanesPay(0, endsOf(1600, 686))).toBe(false)
  expect(lanesPay(0, new Uint32Array())).toBe(false)
  const one = Uint32Array.from([SLOT / 2, ...endsOf(500, 1000).map((each) => SLOT / 2 + each)])
  expect(lanesPay(0, one)).toBe(false)
})
