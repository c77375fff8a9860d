import type { Span } from '../../annotation/gene.ts'
import { region } from './assembly.ts'
import type { RequestContext } from './context.ts'
import { notFound } from './errors.ts'
import { location, strand } from './location.ts'

/** Resolves `Slice`. */
export function slice(span: Span, regionName: string, genomeId: string, context: RequestContext) {
  const found = async () => {
    const known = await context.region(genomeId, regionName)
    if (!known) throw notFound('region', { region_id: `${genomeId}_${regionName}` })
    return known
  }
  return {
    region: async () => region(await found(), genomeId, context),
    location: async () => location(span, (await found()).length),
    strand: strand(span),
    default: true,
  }
}
