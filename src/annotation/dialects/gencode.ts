import { firstOf } from '../feature.ts'
import {
  crossReferences,
  type Dialect,
  exonOfRank,
  namedByPlace,
  optional,
  splitVersion,
  tagsOf,
  withoutKind,
} from './dialect.ts'

/** GENCODE's GFF3: versions within the ids, all ids on every line. */
export const gencode: Dialect = {
  name: 'gencode',

  gene(feature) {
    const { attributes, type, made } = feature
    // Liftoff gives copies of a gene IDs of their own, and leaves `gene_id`.
    const own = made ? undefined : firstOf(attributes, 'ID')
    const id = own ?? firstOf(attributes, 'gene_id') ?? firstOf(attributes, 'ID')
    return {
      ...(id === undefined ? namedByPlace(feature) : splitVersion(withoutKind(id))),
      ...optional('symbol', firstOf(attributes, 'gene_name')),
      biotype: firstOf(attributes, 'gene_type') ?? type,
      alternativeSymbols: [],
      crossReferences: [...crossReferences(attributes), ...hgnc(firstOf(attributes, 'hgnc_id'))],
    }
  },

  transcript({ attributes, type, made }) {
    const own = made ? undefined : firstOf(attributes, 'ID')
    const id = own ?? firstOf(attributes, 'transcript_id')
    return {
      id: id ? splitVersion(withoutKind(id)) : undefined,
      symbol: firstOf(attributes, 'transcript_name'),
      biotype: firstOf(attributes, 'transcript_type') ?? type,
      crossReferences: crossReferences(attributes),
      tags: tagsOf(attributes),
    }
  },

  product({ attributes }, transcript) {
    const id = firstOf(attributes, 'protein_id')
    return splitVersion(id ?? withoutKind(firstOf(attributes, 'ID') ?? transcript.stableId))
  },

  exon({ attributes, made }, transcript, rank) {
    const id = made ? undefined : firstOf(attributes, 'exon_id')
    return id ? splitVersion(id) : exonOfRank(transcript, rank)
  },
}

function hgnc(id: string | undefined) {
  return id ? [{ database: 'HGNC', accession: id, name: id }] : []
}
