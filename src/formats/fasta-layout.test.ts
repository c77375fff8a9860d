import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bodyBytes, breakLines, byteOfResidue, residuesBefore } from './fasta-layout.ts'
import { lowerCase } from './lower-case.ts'

/** The body as anyone would write it. */
function naiveBody(residues: string, width: number): string {
  let body = ''
  for (let i = 0; i < residues.length; i += width) body += `${residues.slice(i, i + width)}\n`
  return body
}

function residuesOf(length: number): string {
  return Array.from({ length }, (_, i) => 'ACGTNRYKMB'[(i * 7) % 10]).join('')
}

/** Widths, and lengths near the ends of lines. */
const shapes = fc
  .tuple(fc.constantFrom(1, 2, 7, 8, 9, 60, 61), fc.nat(6), fc.integer({ min: -1, max: 1 }))
  .map(([width, lines, by]) => ({ width, length: Math.max(0, width * lines + by) }))

describe('the layout of a FASTA record', () => {
  it('has the bytes of a body that is written line by line, in any cut', () => {
    fc.assert(
      fc.property(shapes, fc.nat(), fc.nat(), ({ width, length }, a, b) => {
        const residues = residuesOf(length)
        const body = naiveBody(residues, width)
        expect(bodyBytes(length, width)).toBe(body.length)
        const from = a % (body.length + 1)
        const to = from + (b % (body.length - from + 1))
        const start0 = residuesBefore(from, length, width)
        const end0 = residuesBefore(to, length, width)
        expect(start0).toBe(body.slice(0, from).replaceAll('\n', '').length)
        const bytes = Buffer.alloc(to - from)
        bytes.write(residues.slice(start0, end0), bytes.length - (end0 - start0), 'latin1')
        breakLines(bytes, from, length, width)
        expect(bytes.toString('latin1')).toBe(body.slice(from, to))
      }),
      { numRuns: 2000 },
    )
  })

  it('finds each residue at its byte', () => {
    fc.assert(
      fc.property(shapes, ({ width, length }) => {
        const body = naiveBody(residuesOf(length), width)
        for (let residue = 0; residue < length; residue++) {
          const byte = byteOfResidue(residue, width)
          expect(body[byte]).not.toBe('\n')
          expect(residuesBefore(byte, length, width)).toBe(residue)
        }
      }),
    )
  })

  it('counts beyond 4 GiB', () => {
    const length = 10_000_000_001
    expect(bodyBytes(length, 60)).toBe(10_166_666_668)
    expect(residuesBefore(byteOfResidue(length - 1, 60), length, 60)).toBe(length - 1)
  })
})

describe('lower case', () => {
  it('is that of the runs alone', () => {
    fc.assert(
      fc.property(fc.nat(1000), fc.array(fc.nat(20), { maxLength: 12 }), (start0, steps) => {
        const runs: number[] = []
        let at = start0
        for (let i = 0; i + 1 < steps.length; i += 2) {
          const from = at + steps[i]! + (i === 0 ? 0 : 1)
          at = from + steps[i + 1]! + 1
          runs.push(from, at)
        }
        const residues = residuesOf(at - start0 + 3)
        let expected = residues
        for (let i = 0; i < runs.length; i += 2) {
          const [from, to] = [runs[i]! - start0, runs[i + 1]! - start0]
          expected =
            expected.slice(0, from) + expected.slice(from, to).toLowerCase() + expected.slice(to)
        }
        const bytes = Buffer.from(residues)
        lowerCase(bytes, start0, runs)
        expect(bytes.toString()).toBe(expected)
      }),
    )
  })
})
