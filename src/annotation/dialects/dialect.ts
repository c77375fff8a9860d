import type { Attributes } from '../../formats/gff3.ts'
import { allOf, type Feature, firstOf } from '../feature.ts'
import type { CrossReference, Span, StableId, TranscriptTags } from '../gene.ts'
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

/** What a dialect says of a transcript; `undefined` where the file does not say it. */
export interface TranscriptFields
  extends Pick<TranscriptModel, 'biotype' | 'crossReferences' | 'tags'> {
  readonly id: StableId | undefined
  readonly symbol: string | undefined
}

/** A feature of which a dialect says what it means. */
export interface Described {
  readonly attributes: Attributes
  /** Sequence Ontology term of column 3. */
  readonly type: string
  /** Whether the file has no line for what is asked about: this is one of its parts. */
  readonly made: boolean
  /** Where it lies. */
  readonly at: Pick<Feature, 'seqid' | keyof Span>
}

/** How one kind of file names and describes genes and what they consist of. */
export interface Dialect {
  readonly name: DialectName
  gene(feature: Described): GeneFields
  transcript(feature: Described, gene: GeneFields): TranscriptFields
  product(feature: Described, transcript: StableId): CodingModel['product']
  /** @param rank - 1-based, 5' to 3'. */
  exon(feature: Described, transcript: StableId, rank: number): StableId & Pick<ExonModel, 'phases'>
}

/**
 * @param made - Whether the feature is only a part of what is asked about.
 * @param id - Of what is asked about, where the part's Parent tells it.
 */
export function described(feature: Feature, made: boolean, id?: string): Described {
  const { attributes, kind } = feature
  const own = id === undefined ? attributes : withId(attributes, id)
  return { attributes: own, type: kind.term, made, at: feature }
}

function withId(attributes: Attributes, id: string): Attributes {
  return {
    first: (key) => (key === 'ID' ? id : attributes.first(key)),
    get: (key) => (key === 'ID' ? [id] : attributes.get(key)),
  }
}

/** What a gene is called that nothing else names: by where it lies, `chr1:101-180:+`. */
export function namedByPlace({ at: { seqid, start0, end0, strand } }: Described): StableId {
  const sign = strand === 0 ? '.' : strand === 1 ? '+' : '-'
  return plainId(`${seqid}:${start0 + 1}-${end0}:${sign}`)
}

/** An id without a version. */
export function plainId(id: string): StableId {
  return { stableId: id, unversionedStableId: id }
}

/** An id whose version stands apart. */
export function withVersion(id: string, version: string | undefined): StableId {
  if (version === undefined || !/^\d{1,9}$/.test(version)) {
    return plainId(id)
  }
  return { stableId: `${id}.${version}`, unversionedStableId: id, version: Number(version) }
}

/** An id that ends with its version: `ENSG00000182378.15`, also before a suffix such as `_PAR_Y`. */
export function splitVersion(stableId: string): StableId {
  const [, id, version, suffix = ''] = /^(.+)\.(\d{1,9})(_[A-Z_]+)?$/.exec(stableId) ?? []
  if (id === undefined || version === undefined) return plainId(stableId)
  return { stableId, unversionedStableId: id + suffix, version: Number(version) }
}

/** An ID without the word before it that says what it is the ID of: `gene:`, `rna-`. */
export function withoutKind(id: string): string {
  return id.replace(/^([Gg]ene|[Tt]ranscript|Pseudogene|mRNA|rna|CDS|cds|exon|id)[:-](?=.)/, '')
}

/** What an exon without an id of its own is called. */
export function exonOfRank(transcript: StableId, rank: number): StableId {
  return plainId(`${transcript.stableId}.exon${rank}`)
}

/** `text [Source:HGNC Symbol;Acc:HGNC:1101]`: the name, and who gave it. */
export function describeName(
  description: string | undefined,
): Pick<GeneFields, 'name' | 'nameSource'> {
  if (description === undefined) return {}
  const { text, notes } = withoutBrackets(description)
  const name = text.trimEnd()
  const note = notes.find((each) => each.startsWith('Source:')) ?? ''
  const [source = '', ...others] = note.slice('Source:'.length).split(';')
  const accession = others[0]?.trim().startsWith('Acc:') ? others.join(';').trim().slice(4) : ''
  return {
    ...(name !== '' && { name }),
    ...(source && { nameSource: { source, ...(accession && { accession }) } }),
  }
}

/** A text without what stands in brackets, and that. Brackets do not nest; an open one is text. */
function withoutBrackets(description: string): { text: string; notes: string[] } {
  const notes: string[] = []
  let text = ''
  let at = 0
  for (;;) {
    const open = description.indexOf('[', at)
    const close = open < 0 ? -1 : description.indexOf(']', open)
    if (close < 0) return { text: text + description.slice(at), notes }
    text += description.slice(at, open)
    notes.push(description.slice(open + 1, close))
    at = close + 1
  }
}

/** `Dbxref=HGNC:HGNC:7481,MIM:590070`; NCBI's GTF has `db_xref`. */
export function crossReferences(attributes: Attributes, key = 'Dbxref'): CrossReference[] {
  return allOf(attributes, key).flatMap((text) => {
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
