import { authorityOf } from '../../formats/accession.ts'
import type { Attributes } from '../../formats/gff3.ts'
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
    const own = made ? undefined : idOf(attributes)
    const named = own ?? firstOf(attributes, 'locus_tag') ?? firstOf(attributes, 'gene')
    const id = named ?? withoutKind(firstOf(attributes, 'ID') ?? '')
    const pseudo = firstOf(attributes, 'pseudo') === 'true' ? 'pseudogene' : undefined
    const symbol = firstOf(attributes, 'gene') ?? (made ? undefined : firstOf(attributes, 'Name'))
    const made_ = type === 'CDS' || type === 'mRNA' ? 'protein_coding' : type
    return {
      ...(id === '' ? namedByPlace(feature) : plainId(id)),
      ...optional('symbol', symbol),
      ...optional('name', firstOf(attributes, 'description') ?? firstOf(attributes, 'product')),
      biotype: firstOf(attributes, 'gene_biotype') ?? pseudo ?? (made ? made_ : type),
      alternativeSymbols: allOf(attributes, 'gene_synonym'),
      crossReferences: crossReferences(attributes),
    }
  },

  transcript({ attributes, type, made }, gene) {
    const tags = tagsOf(attributes)
    const own = firstOf(attributes, 'transcript_id') ?? idOf(attributes)
    const id = made || own === undefined ? undefined : accession(own)
    return {
      id,
      symbol: undefined,
      biotype: made ? gene.biotype : type,
      crossReferences: crossReferences(attributes),
      tags: tags.mane && id ? { ...tags, ncbiTranscript: id.stableId } : tags,
    }
  },

  product({ attributes }, transcript) {
    const id = firstOf(attributes, 'protein_id') ?? idOf(attributes)
    return id === undefined ? transcript : accession(id)
  },

  exon({ attributes, made }, transcript, rank) {
    const id = made ? undefined : idOf(attributes)
    return id === undefined ? exonOfRank(transcript, rank) : plainId(id)
  },
}

/** The ID, unless it is a number of the file, as up to 2018: `gene0`, `rna12`, `cds3`, `id7`. */
function idOf(attributes: Attributes): string | undefined {
  const id = firstOf(attributes, 'ID')
  return id === undefined || /^(gene|rna|cds|id)\d+$/.test(id) ? undefined : withoutKind(id)
}

function accession(id: string): StableId {
  return authorityOf(id) === undefined ? plainId(id) : splitVersion(id)
}
