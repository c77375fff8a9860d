import type { Span } from './gene.ts'

/** Ensembl phases of an exon: -1 where its end is not coding. */
type Phases = readonly [start: number, end: number]

/**
 * Ensembl phases of each exon of a transcript: how many bases of a codon lie before it and before its
 * successor.
 *
 * @param exons - 5' to 3'.
 * @param segments - Of the CDS, 5' to 3'.
 * @param pad - Bases of the first codon that are missing.
 */
export function exonPhases(
  exons: readonly Span[],
  segments: readonly Span[],
  pad: number,
): Phases[] {
  let before = pad
  return exons.map((exon): Phases => {
    const coding = segments
      .map((segment) => intersection(exon, segment))
      .filter((part) => part !== undefined)
    const [first] = coding
    const last = coding.at(-1)
    if (!first || !last) return [-1, -1]
    const start = fivePrime(first) === fivePrime(exon) ? before % 3 : -1
    before += coding.reduce((sum, { start0, end0 }) => sum + end0 - start0, 0)
    return [start, threePrime(last) === threePrime(exon) ? before % 3 : -1]
  })
}

function intersection(a: Span, b: Span): Span | undefined {
  const start0 = Math.max(a.start0, b.start0)
  const end0 = Math.min(a.end0, b.end0)
  return start0 < end0 && a.strand === b.strand ? { start0, end0, strand: a.strand } : undefined
}

function fivePrime({ start0, end0, strand }: Span): number {
  return strand === -1 ? end0 : start0
}

function threePrime({ start0, end0, strand }: Span): number {
  return strand === -1 ? start0 : end0
}
