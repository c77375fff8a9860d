import type { Exon } from '../../annotation/gene.ts'
import type { GeneOfGenome, RequestContext } from './context.ts'
import { slice } from './slice.ts'

/** Resolves `Exon`. */
export function exon(found: Exon, of: GeneOfGenome, context: RequestContext) {
  return {
    type: 'Exon',
    stable_id: found.stableId,
    slice: slice(found, of, context),
    so_term: 'exon',
    version: found.version ?? null,
  }
}
