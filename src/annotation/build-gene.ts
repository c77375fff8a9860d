import { buildCoding } from './build-coding.ts'
import { buildExons } from './build-exons.ts'
import {
  type Dialect,
  described,
  type GeneFields,
  type TranscriptFields,
} from './dialects/dialect.ts'
import type { Feature } from './feature.ts'
import type { Span, StableId } from './gene.ts'
import { type GeneFeatures, linesOf, type TranscriptFeatures } from './hierarchy.ts'
import type { GeneModel, TranscriptModel } from './model.ts'
import { codingGroups } from './parts.ts'
import type { OnProblem } from './problem.ts'
import { isEdited } from './sequence-edits.ts'

/** Says what a gene's features mean, in the words of their dialect. */
export function buildGene(
  { own, transcripts, id }: GeneFeatures,
  dialect: Dialect,
  onProblem: OnProblem,
): GeneModel | undefined {
  const lines = own.length > 0 ? own : transcripts.flatMap(linesOf)
  const main = own[0] ?? (transcripts[0] && representative(transcripts[0]))
  if (!main) return undefined
  const gene = dialect.gene(described(main, own.length === 0, id))
  const all = transcripts.map((features) => ({ features, fields: fieldsOf(features) }))
  const made = all.filter(({ fields }) => !fields?.id).length
  let ordinal = 0
  const models: TranscriptModel[] = []
  for (const { features, fields } of all) {
    if (!fields) continue
    if (!fields.id) ordinal++
    models.push(buildTranscript(features, fields, own, { dialect, gene, made, ordinal, onProblem }))
  }
  const { seqid, line } = lines[0]!
  return { ...gene, seqid, line, ...spanOf(lines), transcripts: models }

  function fieldsOf(features: TranscriptFeatures) {
    const main = features.own[0] ?? linesOf(features)[0] ?? own[0]
    return main && dialect.transcript(described(main, features.own.length === 0), gene)
  }
}

/** What a transcript has to know of its gene. */
interface GeneContext {
  readonly dialect: Dialect
  readonly gene: GeneFields
  /** Transcripts of the gene that the file has no ids for, and which of them this is, from 1. */
  readonly made: number
  readonly ordinal: number
  readonly onProblem: OnProblem
}

function buildTranscript(
  features: TranscriptFeatures,
  fields: TranscriptFields,
  geneLines: readonly Feature[],
  { dialect, gene, made, ordinal, onProblem }: GeneContext,
): TranscriptModel {
  const { own, parts } = features
  const stated = own.length > 0 ? own : linesOf(features)
  const lines = stated.length > 0 ? stated : geneLines
  const id = fields.id ?? madeId(features, dialect, gene, made, ordinal)
  const { exons, transSpliced } = buildExons(features, geneLines, dialect, id, onProblem)
  const groups = codingGroups(parts.cds)
  const codings = buildCoding(groups, features, exons, transSpliced, dialect, id, onProblem)
  const { start0, end0, strand } = spanOf(lines)
  const { stableId, unversionedStableId, version } = id
  const { symbol, biotype, crossReferences, tags } = fields
  const model: { -readonly [K in keyof TranscriptModel]: TranscriptModel[K] } = {
    stableId,
    unversionedStableId,
    biotype,
    crossReferences,
    tags,
    start0,
    end0,
    strand,
    line: lines[0]!.line,
    synthetic: fields.id === undefined,
    transSpliced,
    edited: isEdited(own, id.stableId, onProblem),
    exons,
    codings,
  }
  if (version !== undefined) model.version = version
  if (symbol !== undefined) model.symbol = symbol
  return model
}

/**
 * The id of a transcript that the file has none for: its gene's, as NCBI names RNAs without an
 * accession, unless others would have it too: further transcripts, or the protein.
 */
function madeId(
  { parts }: TranscriptFeatures,
  dialect: Dialect,
  gene: GeneFields,
  made: number,
  ordinal: number,
): StableId {
  const { stableId, unversionedStableId, version } = gene
  const own = { stableId, unversionedStableId, ...(version !== undefined && { version }) }
  const [coding] = parts.cds
  const product = coding && dialect.product(described(coding, false), own).stableId
  if (made === 1 && product !== stableId) return own
  const numbered = `${stableId}.transcript${ordinal}`
  return { stableId: numbered, unversionedStableId: numbered }
}

function representative({ own, parts }: TranscriptFeatures): Feature | undefined {
  return own[0] ?? parts.cds[0] ?? parts.exon[0] ?? parts.utr[0]
}

function spanOf(lines: readonly Span[]): Span {
  let start0 = Number.POSITIVE_INFINITY
  let end0 = 0
  for (const line of lines) {
    if (line.start0 < start0) start0 = line.start0
    if (line.end0 > end0) end0 = line.end0
  }
  return { start0, end0, strand: lines[0]?.strand ?? 0 }
}
