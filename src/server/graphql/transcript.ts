import type { Transcript } from '../../annotation/gene.ts'
import type { GeneOfGenome, RequestContext } from './context.ts'
import { exon } from './exon.ts'
import { externalReference } from './external.ts'
import { gaps, relativeLocation } from './location.ts'
import { transcriptMetadata } from './metadata.ts'
import { productContexts } from './product.ts'
import { slice } from './slice.ts'

/**
 * Resolves `Transcript`.
 *
 * @param gene - Resolves its gene; handed in, since genes resolve transcripts.
 */
export function transcript(
  found: Transcript,
  of: GeneOfGenome,
  context: RequestContext,
  gene: (of: GeneOfGenome, context: RequestContext) => object,
) {
  const { gene: parent, genomeId } = of
  context.spend(1)
  return {
    type: 'Transcript',
    stable_id: found.stableId,
    unversioned_stable_id: found.unversionedStableId,
    symbol: found.symbol ?? null,
    version: found.version ?? null,
    genome_id: genomeId,
    so_term: found.biotype,
    slice: slice(found, of, context),
    external_references: found.crossReferences.map(externalReference),
    relative_location: relativeLocation(parent, found),
    product_generating_contexts: () => productContexts(found, of, context),
    spliced_exons: () => {
      context.spend(found.exons.length)
      return found.exons.map((each, i) => ({
        index: i + 1,
        relative_location: relativeLocation(found, each),
        exon: exon(each, of, context),
      }))
    },
    introns: () => {
      context.spend(found.exons.length)
      return gaps(found.exons).map((each, i) => ({
        type: 'Intron',
        index: i + 1,
        slice: slice(each, of, context),
        so_term: 'intron',
        relative_location: relativeLocation(found, each),
      }))
    },
    metadata: transcriptMetadata(found.biotype, found.tags),
    gene: () => gene(of, context),
  }
}
