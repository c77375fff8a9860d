import { firstOf } from '../feature.ts'
import {
  crossReferences,
  type Described,
  type Dialect,
  exonOfRank,
  namedByPlace,
  optional,
  plainId,
} from './dialect.ts'

/** Prokka's and Bakta's GFF3: a CDS without a gene, known by its locus tag. */
export const prokka: Dialect = {
  name: 'prokka',

  gene(feature) {
    const { attributes, type } = feature
    return {
      ...(locus(feature) ?? namedByPlace(feature)),
      ...optional('symbol', firstOf(attributes, 'gene')),
      ...optional('name', firstOf(attributes, 'product')),
      biotype: type === 'CDS' || type === 'mRNA' || type === 'gene' ? 'protein_coding' : type,
      alternativeSymbols: [],
      crossReferences: crossReferences(attributes),
    }
  },

  transcript(feature, gene) {
    return {
      id: feature.made ? undefined : locus(feature),
      symbol: undefined,
      biotype: gene.biotype,
      crossReferences: crossReferences(feature.attributes),
      tags: {},
    }
  },

  product(feature, transcript) {
    return locus(feature) ?? transcript
  },

  exon(_, transcript, rank) {
    return exonOfRank(transcript, rank)
  },
}

function locus({ attributes }: Described) {
  const id = firstOf(attributes, 'locus_tag') ?? firstOf(attributes, 'ID')
  return id === undefined ? undefined : plainId(id)
}
