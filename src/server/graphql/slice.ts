import type { Span } from '../../annotation/gene.ts'
import { region } from './assembly.ts'
import type { GeneOfGenome, RequestContext } from './context.ts'
import { location, strand } from './location.ts'

/** Resolves `Slice` of a gene or a part of it. */
export function slice(span: Span, of: GeneOfGenome, context: RequestContext) {
  return {
    region: () => context.inRegion(of, (found) => region(found, of.genomeId, context)),
    location: () => context.inRegion(of, ({ length }) => location(span, length)),
    strand: strand(span),
    default: true,
  }
}
