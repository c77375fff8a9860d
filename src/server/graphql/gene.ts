import type { GeneOfGenome, RequestContext } from './context.ts'
import { badArgument } from './errors.ts'
import { externalReference } from './external.ts'
import { LIMITS } from './limits.ts'
import { geneMetadata } from './metadata.ts'
import { slice } from './slice.ts'
import { transcript } from './transcript.ts'

/** Resolves `Gene`. */
export function gene(of: GeneOfGenome, context: RequestContext): object {
  const { gene: found } = of
  context.spend(1)
  const transcripts = (from = 0, to = found.transcripts.length) =>
    found.transcripts.slice(from, to).map((each) => transcript(each, of, context, gene))
  return {
    type: 'Gene',
    stable_id: found.stableId,
    unversioned_stable_id: found.unversionedStableId,
    version: found.version ?? null,
    symbol: found.symbol ?? null,
    name: found.name ?? null,
    so_term: found.biotype,
    transcripts: () => transcripts(),
    transcripts_page: ({ page, per_page }: Page) => {
      checkPage({ page, per_page })
      return {
        transcripts: transcripts((page - 1) * per_page, page * per_page),
        page_metadata: { total_count: found.transcripts.length, page, per_page },
      }
    },
    slice: slice(found, of, context),
    external_references: found.crossReferences.map(externalReference),
    alternative_symbols: found.alternativeSymbols,
    metadata: geneMetadata(found),
  }
}

/** 1-based page, and how much is on each. */
export interface Page {
  readonly page: number
  readonly per_page: number
}

/** @throws GraphQLError when there is no such page. */
export function checkPage({ page, per_page }: Page): void {
  if (page < 1) throw badArgument(`page is ${page}; pages are counted from 1`)
  if (per_page < 1 || per_page > LIMITS.pageSize) {
    throw badArgument(`per_page is ${per_page}; give 1 to ${LIMITS.pageSize}`)
  }
}
