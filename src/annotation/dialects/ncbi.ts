import { authorityOf } from '../../formats/accession.ts'
import { allOf, firstOf } from '../feature.ts'
import type { StableId } from '../gene.ts'
import {
  crossReferences,
  type Dialect,
  exonOfRank,
  namedByPlace,
  optional,
  plainId,
  splitVersion,
  tagsOf,
  withoutKind,
} from './dialect.ts'

/** NCBI's GFF3 of RefSeq and GenBank: ids after `gene-`, `rna-` and `cds-`, accessions with versions. */
export const ncbi: Dialect = {
  name: 'ncbi',

  gene(feature) {
    const { attributes, type, made } = feature
    const own = made ? undefined : firstOf(attributes, 'ID')
    const named = own ?? firstOf(attributes, 'locus_tag') ?? firstOf(attributes, 'gene')
    const id = named ?? firstOf(attributes, 'ID')
    const pseudo = firstOf(attributes, 'pseudo') === 'true' ? 'pseudogene' : undefined
    const symbol = firstOf(attributes, 'gene') ?? (made ? undefined : firstOf(attributes, 'Name'))
    const made_ = type === 'CDS' || type === 'mRNA' ? 'protein_coding' : type
    return {
      ...(id === undefined ? namedByPlace(feature) : plainId(withoutKind(id))),
      ...optional('symbol', symbol),
      ...optional('name', firstOf(attributes, 'description') ?? firstOf(attributes, 'product')),
      biotype: firstOf(attributes, 'gene_biotype') ?? pseudo ?? (made ? made_ : type),
      alternativeSymbols: allOf(attributes, 'gene_synonym'),
      crossReferences: crossReferences(attributes),
    }
  },

  transcript({ attributes, type, made }, gene) {
    const tags = tagsOf(attributes)
    const own = firstOf(attributes, 'transcript_id') ?? withoutKind(firstOf(attributes, 'ID') ?? '')
    const id = made || own === '' ? undefined : accession(own)
    return {
      id,
      symbol: undefined,
      biotype: made ? gene.biotype : type,
      crossReferences: crossReferences(attributes),
      tags: tags.mane && id ? { ...tags, ncbiTranscript: id.stableId } : tags,
    }
  },

  product({ attributes }, transcript) {
    const own = withoutKind(firstOf(attributes, 'ID') ?? '')
    return accession(firstOf(attributes, 'protein_id') ?? (own || transcript.stableId))
  },

  exon({ attributes, made }, transcript, rank) {
    const id = made ? undefined : firstOf(attributes, 'ID')
    return id ? plainId(withoutKind(id)) : exonOfRank(transcript, rank)
  },
}

function accession(id: string): StableId {
  return authorityOf(id) === undefined ? plainId(id) : splitVersion(id)
}
