import { describe, expect, it } from 'vitest'
import type { Span } from './gene.ts'
import { withStopCodons } from './stop-codons.ts'

/** Mirrors spans of a region of 100 bases. */
const mirrored = <T extends Span>(spans: readonly T[]): T[] =>
  spans.map((span) => ({
    ...span,
    ...{ start0: 100 - span.end0, end0: 100 - span.start0, strand: -1 },
  }))

const at = (start0: number, end0: number) => ({ start0, end0, strand: 1 as const, line: 1 })

describe('Rows of a stop codon', () => {
  const exons = [at(0, 20), at(30, 40), at(50, 60)]
  for (const [what, cds, stops, expected] of [
    ['right behind the CDS', [at(3, 15)], [at(15, 18)], [at(3, 18)]],
    ['within the CDS already', [at(3, 18)], [at(15, 18)], [at(3, 18)]],
    ['split by an intron', [at(3, 18)], [at(18, 20), at(30, 31)], [at(3, 20), at(30, 31)]],
    [
      'split over three exons',
      [at(3, 20), at(30, 39)],
      [at(39, 40), at(50, 52)],
      [at(3, 20), at(30, 40), at(50, 52)],
    ],
    ['whole in the next exon', [at(5, 20)], [at(30, 33)], [at(5, 20), at(30, 33)]],
    [
      'split, and in the CDS already',
      [at(3, 20), at(30, 31)],
      [at(18, 20), at(30, 31)],
      [at(3, 20), at(30, 31)],
    ],
    ['elsewhere', [at(3, 15)], [at(33, 36)], [at(3, 15)]],
  ] as const) {
    it(`${what} end a CDS on both strands`, () => {
      const bounds = (spans: readonly Span[]) => spans.map(({ start0, end0 }) => [start0, end0])
      expect(bounds(withStopCodons(cds, exons, stops))).toEqual(bounds(expected))
      const reverse = withStopCodons(mirrored(cds), mirrored(exons), mirrored(stops))
      expect(bounds(reverse)).toEqual(bounds(mirrored(expected)))
    })
  }

  it('have the phase that the CDS leaves', () => {
    const [, last] = withStopCodons([{ ...at(3, 20), phase: 0 }], exons, [at(30, 31)])
    expect(last?.phase).toBe(1)
  })
})
