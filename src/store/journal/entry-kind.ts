import type { GeneNameKind } from '../genomes.ts'

/** The byte that an entry begins with. */
export const KIND = {
  pack: 1,
  sequence: 2,
  sequenceWithSha1: 3,
  alias: 4,
  circular: 5,
  linear: 6,
  mask: 7,
  member: 8,
  memberOfSequence: 9,
  collection: 10,
  genome: 11,
  region: 12,
  gene: 13,
  annotation: 14,
  removeGenome: 15,
  removeAlias: 16,
  removeCollection: 17,
  removeSequence: 18,
  collectionAlias: 19,
  attributes: 20,
  removeCollectionAlias: 21,
  ofGenome: 22,
} as const

/** A kind of gene name is written as its place here. */
export const GENE_NAME_KINDS: readonly GeneNameKind[] = [
  ...(['gene', 'transcript', 'product', 'symbol', 'transcript symbol'] as const),
]
