import type { SequenceRef, Span, Utr } from './gene.ts'

/**
 * Stores what a CDS leaves of its transcript on either side.
 *
 * @param exons - 5' to 3', joined in `cdna`.
 * @param segments - Of the CDS, 5' to 3'.
 * @param holders - Of each segment, the exon in which it lies; -1 for none.
 * @returns Neither where an end of the CDS lies in no exon.
 */
export async function storeUtrs(
  exons: readonly Span[],
  segments: readonly Span[],
  holders: Int32Array,
  cdna: Uint8Array,
  store: (residues: Uint8Array) => Promise<SequenceRef>,
): Promise<{ fivePrimeUtr?: Utr; threePrimeUtr?: Utr }> {
  const [first, last] = [holders[0] ?? -1, holders.at(-1) ?? -1]
  if (first < 0 || last < 0) return {}
  const before = basesBefore(exons, first, segments[0]!)
  const { start0, end0 } = segments.at(-1)!
  const upTo = basesBefore(exons, last, segments.at(-1)!) + end0 - start0
  const utr = async (from: number, to: number): Promise<Utr | undefined> => {
    if (from >= to) return undefined
    return { ...spanOf(exons, from, to), sequence: await store(cdna.subarray(from, to)) }
  }
  const five = await utr(0, before)
  const three = await utr(upTo, cdna.length)
  return { ...(five && { fivePrimeUtr: five }), ...(three && { threePrimeUtr: three }) }
}

/** Bases of the cDNA 5' of a piece of exon `index`. */
function basesBefore(exons: readonly Span[], index: number, piece: Span): number {
  const { start0, end0, strand } = exons[index]!
  let before = strand === -1 ? end0 - piece.end0 : piece.start0 - start0
  for (let i = 0; i < index; i++) before += exons[i]!.end0 - exons[i]!.start0
  return before
}

/** Genomic span of bases `[from, to)` of the spliced exons. */
function spanOf(exons: readonly Span[], from: number, to: number) {
  let before = 0
  let start0 = Number.POSITIVE_INFINITY
  let end0 = 0
  for (const exon of exons) {
    const length = exon.end0 - exon.start0
    const low = Math.max(from - before, 0)
    const high = Math.min(to - before, length)
    if (low < high) {
      const reverse = exon.strand === -1
      start0 = Math.min(start0, reverse ? exon.end0 - high : exon.start0 + low)
      end0 = Math.max(end0, reverse ? exon.end0 - low : exon.start0 + high)
    }
    before += length
  }
  return { start0, end0 }
}
