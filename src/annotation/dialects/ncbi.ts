import { authorityOf } from '../../formats/accession.ts'
import { allOf, firstOf } from '../feature.ts'
import type { StableId } from '../gene.ts'
import {
  crossReferences,
  type Dialect,
  exonOfRank,
  optional,
  splitVersion,
  tagsOf,
  withoutKind,
} from './dialect.ts'

/** NCBI's GFF3 of RefSeq and GenBank: ids after `gene-`, `rna-` and `cds-`, accessions with versions. */
export const ncbi: Dialect = {
  name: 'ncbi',

  gene({ attributes, type, made }) {
    const own = made ? undefined : firstOf(attributes, 'ID')
    const id = own ?? firstOf(attributes, 'locus_tag') ?? firstOf(attributes, 'gene')
    const pseudo = firstOf(attributes, 'pseudo') === 'true' ? 'pseudogene' : undefined
    const symbol = firstOf(attributes, 'gene') ?? (made ? undefined : firstOf(attributes, 'Name'))
    const made_ = type === 'CDS' || type === 'mRNA' ? 'protein_coding' : type
    return {
      ...plain(withoutKind(id ?? firstOf(attributes, 'ID') ?? 'unnamed')),
      ...optional('symbol', symbol),
      ...optional('name', firstOf(attributes, 'description') ?? firstOf(attributes, 'product')),
      biotype: firstOf(attributes, 'gene_biotype') ?? pseudo ?? (made ? made_ : type),
      alternativeSymbols: allOf(attributes, 'gene_synonym'),
      crossReferences: crossReferences(attributes),
    }
  },

  transcript({ attributes, type, made }, gene) {
    const tags = tagsOf(attributes)
    const references = crossReferences(attributes)
    const symbol = undefined
    if (made) {
      return { id: undefined, symbol, biotype: gene.biotype, crossReferences: references, tags }
    }
    const own = withoutKind(firstOf(attributes, 'ID') ?? '')
    const id = accession(firstOf(attributes, 'transcript_id') ?? (own || gene.stableId))
    return {
      id,
      symbol,
      biotype: type,
      crossReferences: references,
      tags: tags.mane ? { ...tags, ncbiTranscript: id.stableId } : tags,
    }
  },

  product({ attributes }, transcript) {
    const own = withoutKind(firstOf(attributes, 'ID') ?? '')
    return accession(firstOf(attributes, 'protein_id') ?? (own || transcript.stableId))
  },

  exon({ attributes, made }, transcript, rank) {
    const id = made ? undefined : firstOf(attributes, 'ID')
    return id ? plain(withoutKind(id)) : exonOfRank(transcript, rank)
  },
}

function accession(id: string): StableId {
  return authorityOf(id) === undefined ? plain(id) : splitVersion(id)
}

function plain(id: string): StableId {
  return { stableId: id, unversionedStableId: id }
}
