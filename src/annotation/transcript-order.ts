import type { Transcript } from './gene.ts'

/**
 * The order in which Ensembl serves a gene's transcripts: canonical ones first, then by biotype,
 * length of the protein, length of the exons and stable id, all descending.
 */
export function compareTranscripts(a: Transcript, b: Transcript): number {
  return (
    curation(b) - curation(a) ||
    biotypeRank(b.biotype) - biotypeRank(a.biotype) ||
    proteinLength(b) - proteinLength(a) ||
    exonLength(b) - exonLength(a) ||
    (a.stableId < b.stableId ? 1 : a.stableId > b.stableId ? -1 : 0)
  )
}

function curation({ tags }: Transcript): number {
  if (tags.canonical || tags.mane === 'select') return 2
  return tags.mane ? 1 : 0
}

function biotypeRank(biotype: string): number {
  if (biotype === 'protein_coding') return 5
  if (biotype === 'nonsense_mediated_decay') return 4
  if (biotype === 'non_stop_decay') return 3
  if (biotype.startsWith('IG_')) return 2
  return biotype === 'polymorphic_pseudogene' ? 1 : 0
}

function proteinLength({ codings }: Transcript): number {
  return codings.reduce((most, { product }) => Math.max(most, product?.sequence.length ?? 0), 0)
}

function exonLength({ exons }: Transcript): number {
  return exons.reduce((sum, { start0, end0 }) => sum + end0 - start0, 0)
}
