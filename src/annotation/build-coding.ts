import { checkSegments } from './check-segments.ts'
import { crossReferences, type Dialect, described } from './dialects/dialect.ts'
import { exceptionsOf } from './exceptions.ts'
import { allOf, type Feature, firstOf } from './feature.ts'
import type { StableId } from './gene.ts'
import type { TranscriptFeatures } from './hierarchy.ts'
import { joinSegments } from './join-segments.ts'
import type { CodingModel, ExonModel, SegmentModel } from './model.ts'
import { fivePrimeFirst, inExonOrder } from './order.ts'
import type { OnProblem } from './problem.ts'
import { isEdited } from './sequence-edits.ts'
import { withStopCodons } from './stop-codons.ts'

/** Far more CDS than a transcript has; each of more has UTRs and phases as long as the transcript. */
const MAX_CODINGS = 256
/** Phases that the CDS of a transcript may have together. */
const MAX_PHASES = 1_000_000

/**
 * The CDS of a transcript.
 *
 * @param groups - Lines of each.
 * @param exons - 5' to 3'.
 */
export function buildCoding(
  groups: readonly (readonly Feature[])[],
  { own, parts }: TranscriptFeatures,
  exons: readonly ExonModel[],
  transSpliced: boolean,
  dialect: Dialect,
  transcript: StableId,
  onProblem: OnProblem,
): CodingModel[] {
  const joined = transSpliced ? undefined : joinSegments(groups, exons, parts.exon.length > 0)
  const models: CodingModel[] = []
  const most = Math.min(MAX_CODINGS, Math.max(1, Math.floor(MAX_PHASES / exons.length)))
  const beyond = joined ? undefined : groups[most]?.[0]
  if (beyond) {
    const message = `its transcript has ${groups.length} CDS; the first ${most} are taken`
    onProblem({ line: beyond.line, cause: 'too many CDS', feature: transcript.stableId, message })
  }
  for (const group of joined ? [joined] : groups.slice(0, most)) {
    const [first] = group
    const { attributes } = first!
    const product = joined
      ? idOf(transcript)
      : dialect.product(described(first!, false), transcript)
    const ordered = transSpliced ? inExonOrder(group, exons) : fivePrimeFirst(group)
    const rows = ordered.map(segment)
    const segments = transSpliced ? rows : withStopCodons(rows, exons, parts['stop codon'])
    if (!transSpliced && !checkSegments(segments, exons, product.stableId, attributes, onProblem)) {
      continue
    }
    const code = firstOf(attributes, 'transl_table')
    models.push({
      product: idOf(product),
      crossReferences: crossReferences(attributes),
      segments,
      ...(code !== undefined && /^\d+$/.test(code) && { geneticCode: Number(code) }),
      edited: isEdited(group, product.stableId, onProblem),
      exceptions: exceptionsOf(group, parts.selenocysteine, product.stableId, onProblem),
      ...missingEnds(group, own),
    })
  }
  return models
}

function segment({ start0, end0, strand, phase, line }: Feature): SegmentModel {
  return { start0, end0, strand, line, ...(phase !== undefined && { phase }) }
}

function idOf({ stableId, unversionedStableId, version }: CodingModel['product']) {
  return { stableId, unversionedStableId, ...(version !== undefined && { version }) }
}

/** NCBI's `partial` with its ranges, on whichever line of the CDS, and GENCODE's tags. */
function missingEnds(group: readonly Feature[], own: readonly Feature[]) {
  const reverse = group[0]?.strand === -1
  const isOpen = (key: string) =>
    group.some(({ attributes }) => attributes.first(key)?.split(',', 2).includes('.') ?? false)
  const low = isOpen('start_range')
  const high = isOpen('end_range')
  const tags = own.flatMap((line) => allOf(line.attributes, 'tag'))
  return {
    partial5: tags.includes('cds_start_NF') || (reverse ? high : low),
    partial3: tags.includes('cds_end_NF') || (reverse ? low : high),
  }
}
