import type { Attributes } from '../../formats/gff3.ts'
import { allOf, firstOf } from '../feature.ts'
import type { CrossReference, StableId, TranscriptTags } from '../gene.ts'
import type { CodingModel, ExonModel, GeneModel, TranscriptModel } from '../model.ts'

export type DialectName = 'ensembl' | 'gencode' | 'ncbi' | 'prokka' | 'gtf' | 'gff3'

export type GeneFields = Pick<
  GeneModel,
  | keyof StableId
  | 'symbol'
  | 'name'
  | 'nameSource'
  | 'biotype'
  | 'alternativeSymbols'
  | 'crossReferences'
>

export type TranscriptFields = Pick<
  TranscriptModel,
  keyof StableId | 'symbol' | 'biotype' | 'crossReferences' | 'tags'
>

/** A feature of which a dialect says what it means. */
export interface Described {
  readonly attributes: Attributes
  /** Sequence Ontology term of column 3. */
  readonly type: string
  /** Whether the file has no line for what is asked about: this is one of its parts. */
  readonly made: boolean
}

/** How one kind of file names and describes genes and what they consist of. */
export interface Dialect {
  readonly name: DialectName
  gene(feature: Described): GeneFields
  transcript(feature: Described, gene: GeneFields): TranscriptFields
  product(feature: Described, transcript: TranscriptFields): CodingModel['product']
  /** @param rank - 1-based, 5' to 3'. */
  exon(
    feature: Described,
    transcript: TranscriptFields,
    rank: number,
  ): StableId & Pick<ExonModel, 'phases'>
}

/** An id whose version stands apart. */
export function withVersion(id: string, version: string | undefined): StableId {
  if (version === undefined || !/^\d{1,9}$/.test(version)) {
    return { stableId: id, unversionedStableId: id }
  }
  return { stableId: `${id}.${version}`, unversionedStableId: id, version: Number(version) }
}

/** An id that ends with its version: `ENSG00000182378.15`, also before a suffix such as `_PAR_Y`. */
export function splitVersion(stableId: string): StableId {
  const [, id, version, suffix = ''] = /^(.+)\.(\d{1,9})(_[A-Z_]+)?$/.exec(stableId) ?? []
  if (id === undefined || version === undefined) return { stableId, unversionedStableId: stableId }
  return { stableId, unversionedStableId: id + suffix, version: Number(version) }
}

/** An ID without the word before it that says what it is the ID of: `gene:`, `rna-`. */
export function withoutKind(id: string): string {
  return id.replace(/^(gene|transcript|mRNA|rna|CDS|cds|exon|id)[:-](?=.)/, '')
}

/** What an exon without an id of its own is called. */
export function exonOfRank(transcript: StableId, rank: number): StableId {
  const stableId = `${transcript.stableId}.exon${rank}`
  return { stableId, unversionedStableId: stableId }
}

/** `text [Source:HGNC Symbol;Acc:HGNC:1101]`: the name, and who gave it. */
export function describeName(
  description: string | undefined,
): Pick<GeneFields, 'name' | 'nameSource'> {
  if (description === undefined) return {}
  const name = description.replace(/\[[^\]]*\]/g, '').trimEnd()
  const [, source, accession] = /\[Source:([^;\]]*)(?:;\s*Acc:([^\]]*))?\]/.exec(description) ?? []
  return {
    ...(name !== '' && { name }),
    ...(source && { nameSource: { source, ...(accession && { accession }) } }),
  }
}

/** `Dbxref=HGNC:HGNC:7481,MIM:590070`. */
export function crossReferences(attributes: Attributes): CrossReference[] {
  return allOf(attributes, 'Dbxref').flatMap((text) => {
    const colon = text.indexOf(':')
    if (colon < 1) return []
    const accession = text.slice(colon + 1)
    return [{ database: text.slice(0, colon), accession, name: accession }]
  })
}

/** What Ensembl's, GENCODE's and NCBI's `tag` say. */
export function tagsOf(attributes: Attributes): TranscriptTags {
  const tags = new Set(allOf(attributes, 'tag').map((tag) => tag.trim().replaceAll(' ', '_')))
  const level = firstOf(attributes, 'transcript_support_level')?.split(' ')[0]
  const appris = [...tags].find((tag) => tag.startsWith('appris_'))
  return {
    ...(tags.has('Ensembl_canonical') && { canonical: true as const }),
    ...(tags.has('MANE_Plus_Clinical') && { mane: 'plus_clinical' as const }),
    ...(tags.has('MANE_Select') && { mane: 'select' as const }),
    ...((tags.has('gencode_basic') || tags.has('basic')) && { gencodeBasic: true as const }),
    ...(appris && { appris: appris.slice('appris_'.length).replaceAll('_', '') }),
    ...(level && { tsl: level }),
  }
}

/** A property, unless it would be empty. */
export function optional<K extends string>(
  key: K,
  value: string | undefined,
): { readonly [P in K]?: string } {
  return value ? ({ [key]: value } as { readonly [P in K]?: string }) : {}
}
