import { allOf, firstOf } from '../feature.ts'
import {
  crossReferences,
  type Described,
  type Dialect,
  describeName,
  exonOfRank,
  namedByPlace,
  optional,
  tagsOf,
  withoutKind,
  withVersion,
} from './dialect.ts'

/** Ensembl's GFF3: ids after `gene:`, `transcript:` and `CDS:`, their versions apart. */
export const ensembl: Dialect = {
  name: 'ensembl',

  gene(feature) {
    const { attributes, type } = feature
    return {
      ...(idOf(feature, 'gene_id', !feature.made) ?? namedByPlace(feature)),
      ...optional('symbol', feature.made ? undefined : firstOf(attributes, 'Name')),
      ...describeName(firstOf(attributes, 'description')),
      biotype: firstOf(attributes, 'biotype') ?? type,
      alternativeSymbols: allOf(attributes, 'gene_synonym'),
      crossReferences: crossReferences(attributes),
    }
  },

  transcript(feature, gene) {
    const { attributes, type, made } = feature
    return {
      id: made ? undefined : idOf(feature, 'transcript_id', true),
      symbol: made ? undefined : firstOf(attributes, 'Name'),
      biotype: firstOf(attributes, 'biotype') ?? (made ? gene.biotype : type),
      crossReferences: crossReferences(attributes),
      tags: tagsOf(attributes),
    }
  },

  product(feature, transcript) {
    const { attributes } = feature
    const id = firstOf(attributes, 'protein_id')
    // The ID of a CDS may be one for each strand.
    if (id !== undefined) return withVersion(id, firstOf(attributes, 'version'))
    return idOf(feature, 'protein_id', true) ?? transcript
  },

  exon({ attributes, made }, transcript, rank) {
    const id = made ? undefined : (firstOf(attributes, 'exon_id') ?? firstOf(attributes, 'Name'))
    const own = id ? withVersion(id, firstOf(attributes, 'version')) : exonOfRank(transcript, rank)
    const start = phaseOf(firstOf(attributes, 'ensembl_phase'))
    const end = phaseOf(firstOf(attributes, 'ensembl_end_phase'))
    return start === undefined || end === undefined ? own : { ...own, phases: [start, end] }
  },
}

/** Liftoff gives copies of a gene IDs of their own, and leaves `gene_id`. */
function idOf({ attributes }: Described, key: string, versioned: boolean) {
  const id = withoutKind(firstOf(attributes, 'ID') ?? '') || firstOf(attributes, key)
  if (id === undefined) return undefined
  return withVersion(id, versioned ? firstOf(attributes, 'version') : undefined)
}

function phaseOf(text: string | undefined): number | undefined {
  return text !== undefined && /^(-1|[012])$/.test(text) ? Number(text) : undefined
}
