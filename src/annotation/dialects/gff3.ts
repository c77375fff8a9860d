import { firstOf } from '../feature.ts'
import {
  crossReferences,
  type Described,
  type Dialect,
  describeName,
  exonOfRank,
  namedByPlace,
  optional,
  plainId,
  tagsOf,
  withoutKind,
} from './dialect.ts'

/** GFF3 of nobody in particular: IDs and Names as the specification has them. */
export const gff3: Dialect = {
  name: 'gff3',

  gene(feature) {
    const { attributes, type, made } = feature
    const id = idOf(feature) ?? namedByPlace(feature)
    // Araport's `symbol`.
    const symbol = firstOf(attributes, 'gene') ?? firstOf(attributes, 'symbol')
    const name = made ? undefined : firstOf(attributes, 'Name')
    const biotype =
      firstOf(attributes, 'biotype') ??
      firstOf(attributes, 'gene_biotype') ??
      (made && (type === 'mRNA' || type === 'CDS') ? 'protein_coding' : type)
    return {
      ...id,
      ...optional('symbol', symbol ?? (name === id.stableId ? undefined : name)),
      ...describeName(firstOf(attributes, 'description') ?? firstOf(attributes, 'product')),
      biotype,
      alternativeSymbols: [],
      crossReferences: crossReferences(attributes),
    }
  },

  transcript(feature, gene) {
    const { attributes, type, made } = feature
    return {
      id: made ? undefined : idOf(feature),
      symbol: made ? undefined : firstOf(attributes, 'Name'),
      biotype: firstOf(attributes, 'biotype') ?? (made ? gene.biotype : type),
      crossReferences: crossReferences(attributes),
      tags: tagsOf(attributes),
    }
  },

  product({ attributes }, transcript) {
    // VEuPathDB's `protein_source_id`.
    const own = firstOf(attributes, 'protein_id') ?? firstOf(attributes, 'protein_source_id')
    const id = own ?? withoutKind(firstOf(attributes, 'ID') ?? '')
    return id ? plainId(id) : transcript
  },

  exon({ attributes, made }, transcript, rank) {
    const id = made ? undefined : firstOf(attributes, 'ID')
    return id ? plainId(withoutKind(id)) : exonOfRank(transcript, rank)
  },
}

function idOf({ attributes }: Described) {
  const id = firstOf(attributes, 'ID')
  return id === undefined ? undefined : plainId(withoutKind(id))
}
