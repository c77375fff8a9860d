import type { Attributes } from '../../formats/gff3.ts'
import { allOf, firstOf } from '../feature.ts'
import type { StableId } from '../gene.ts'
import {
  crossReferences,
  type Dialect,
  describeName,
  exonOfRank,
  namedByPlace,
  optional,
  splitVersion,
  tagsOf,
  withVersion,
} from './dialect.ts'

/** GTF of Ensembl (versions apart) and of GENCODE (versions within the ids): all ids on every line. */
export const gtf: Dialect = {
  name: 'gtf',

  gene(feature) {
    const { attributes, type, made } = feature
    const ofPart = type === 'CDS' ? 'protein_coding' : 'transcript'
    const biotype = firstOf(attributes, 'gene_biotype') ?? firstOf(attributes, 'gene_type')
    return {
      ...(idOf(attributes, 'gene') ?? idOf(attributes, 'transcript') ?? namedByPlace(feature)),
      // NCBI's has `gene`.
      ...optional('symbol', firstOf(attributes, 'gene_name') ?? firstOf(attributes, 'gene')),
      ...describeName(firstOf(attributes, 'description')),
      biotype: biotype ?? (made ? ofPart : type),
      alternativeSymbols: allOf(attributes, 'gene_synonym'),
      crossReferences: crossReferences(attributes, 'db_xref'),
    }
  },

  transcript({ attributes, type, made }, gene) {
    const biotype =
      firstOf(attributes, 'transcript_biotype') ?? firstOf(attributes, 'transcript_type')
    return {
      id: idOf(attributes, 'transcript'),
      symbol: firstOf(attributes, 'transcript_name'),
      biotype: biotype ?? (made || type === 'transcript' ? gene.biotype : type),
      crossReferences: crossReferences(attributes, 'db_xref'),
      tags: tagsOf(attributes),
    }
  },

  product({ attributes }, transcript) {
    return idOf(attributes, 'protein') ?? transcript
  },

  exon({ attributes, made }, transcript, rank) {
    return (made ? undefined : idOf(attributes, 'exon')) ?? exonOfRank(transcript, rank)
  },
}

function idOf(attributes: Attributes, kind: string): StableId | undefined {
  const id = firstOf(attributes, `${kind}_id`) ?? jgiName(attributes, kind)
  if (id === undefined) return undefined
  const version = firstOf(attributes, `${kind}_version`)
  if (version !== undefined) return withVersion(id, version)
  return /^ENS\w*\.\d+/.test(id) ? splitVersion(id) : withVersion(id, undefined)
}

/** JGI's older files have `name "fgenesh1_pg.1"` for gene and transcript. */
function jgiName(attributes: Attributes, kind: string): string | undefined {
  return kind === 'gene' || kind === 'transcript' ? firstOf(attributes, 'name') : undefined
}
