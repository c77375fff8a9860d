import type { Coding, Product, SequenceRef, Span, Transcript, Utr } from '../../annotation/gene.ts'
import type { GeneOfGenome, RequestContext } from './context.ts'
import { exon } from './exon.ts'
import { externalReference } from './external.ts'
import { location, relativeLocation, spanOf } from './location.ts'
import { sequence } from './sequence.ts'

/**
 * Resolves `[ProductGeneratingContext!]!`: one for each CDS, else one without a product. A transcript
 * whose cDNA could not be derived has none, since none can be without a cDNA.
 */
export function productContexts(found: Transcript, of: GeneOfGenome, context: RequestContext) {
  const { cdna } = found
  if (!cdna) return []
  const codings = found.codings.length > 0 ? found.codings : [undefined]
  context.spend(codings.length)
  return codings.map((coding, i) => productContext(found, cdna, coding, i === 0, of, context))
}

function productContext(
  found: Transcript,
  cdna: SequenceRef,
  coding: Coding | undefined,
  isDefault: boolean,
  of: GeneOfGenome,
  context: RequestContext,
) {
  const bounds = (span: Span) => ({
    start: () => context.inRegion(of, ({ length }) => location(span, length).start),
    end: () => context.inRegion(of, ({ length }) => location(span, length).end),
  })
  return {
    product_type: coding ? 'Protein' : null,
    default: isDefault,
    cdna: {
      type: 'CDNA',
      ...bounds(found),
      length: cdna.length,
      sequence: sequence(cdna, 'dna', context),
      sequence_checksum: cdna.md5,
    },
    cds: coding?.cds ? cds(found, coding, coding.cds, bounds, context) : null,
    five_prime_utr: utr('5_prime_utr', found, coding?.fivePrimeUtr, bounds, context),
    three_prime_utr: utr('3_prime_utr', found, coding?.threePrimeUtr, bounds, context),
    product: () => (coding?.product ? product(coding.product, found, of, context) : null),
    phased_exons: () => {
      const phases = coding?.phases ?? []
      context.spend(phases.length)
      return phases.map(([start, end], i) => ({
        start_phase: start,
        end_phase: end,
        index: i + 1,
        exon: exon(found.exons[i]!, of, context),
      }))
    },
  }
}

type Bounds = (span: Span) => object

function cds(
  found: Transcript,
  { segments, product }: Coding,
  ref: SequenceRef,
  bounds: Bounds,
  context: RequestContext,
) {
  const span = spanOf(segments)
  const { start, end } = relativeLocation(found, span)
  return {
    type: 'CDS',
    ...bounds(span),
    relative_start: start,
    relative_end: end,
    protein_length: product?.sequence.length ?? 0,
    nucleotide_length: segments.reduce((sum, { start0, end0 }) => sum + end0 - start0, 0),
    sequence: sequence(ref, 'dna', context),
    sequence_checksum: ref.md5,
  }
}

function utr(
  type: string,
  { strand }: Transcript,
  found: Utr | undefined,
  bounds: Bounds,
  context: RequestContext,
) {
  if (!found) return null
  return {
    type,
    ...bounds({ ...found, strand }),
    length: found.sequence.length,
    sequence_checksum: found.sequence.md5,
    sequence: sequence(found.sequence, 'dna', context),
  }
}

/** Resolves `Product`. */
export function product(
  found: Product,
  transcript: Transcript,
  of: GeneOfGenome,
  context: RequestContext,
) {
  context.spend(1)
  return {
    type: 'Protein',
    stable_id: found.stableId,
    unversioned_stable_id: found.unversionedStableId,
    version: found.version ?? null,
    length: found.sequence.length,
    sequence: sequence(found.sequence, 'protein', context),
    sequence_checksum: found.sequence.md5,
    external_references: found.crossReferences.map(externalReference),
    family_matches: [],
    product_generating_context: () => {
      const contexts = productContexts(transcript, of, context)
      const at = transcript.codings.findIndex(({ product }) => product?.stableId === found.stableId)
      return contexts[at] ?? null
    },
  }
}
