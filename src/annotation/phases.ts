import type { Span } from './gene.ts'

/** Ensembl phases of an exon: -1 where its end is not coding. */
type Phases = readonly [start: number, end: number]

/**
 * Ensembl phases of each exon of a transcript: how many bases of a codon lie before it and before its
 * successor.
 *
 * @param exons - 5' to 3'.
 * @param segments - Of the CDS, 5' to 3'.
 * @param holders - Of each segment, the exon in which it lies; -1 for none.
 * @param pad - Bases of the first codon that are missing.
 */
export function exonPhases(
  exons: readonly Span[],
  segments: readonly Span[],
  holders: Int32Array,
  pad: number,
): Phases[] {
  const phases = exons.map((): [start: number, end: number] => [-1, -1])
  let before = pad
  segments.forEach((segment, i) => {
    const exon = exons[holders[i]!]
    const own = phases[holders[i]!]
    if (exon && own && fivePrime(segment) === fivePrime(exon)) own[0] = before % 3
    before += segment.end0 - segment.start0
    if (exon && own) own[1] = threePrime(segment) === threePrime(exon) ? before % 3 : -1
  })
  return phases
}

function fivePrime({ start0, end0, strand }: Span): number {
  return strand === -1 ? end0 : start0
}

function threePrime({ start0, end0, strand }: Span): number {
  return strand === -1 ? start0 : end0
}
