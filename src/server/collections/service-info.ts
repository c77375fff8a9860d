import type { FastifyInstance } from 'fastify'
import { collectionSchema } from '../../collection/schema.ts'
import { CACHE } from '../caching.ts'
import { resource } from '../methods.ts'
import { sendJson } from '../send-json.ts'
import { BODY_LIMIT, type CollectionsOptions } from './options.ts'
import { MAX_PAGE_SIZE } from './page.ts'

/**
 * Adds `GET /service-info`, for both services: that of collections in its type and `seqcol`, with a
 * copy of what `/sequence/service-info` says under `refget`.
 */
export function addServiceInfo(app: FastifyInstance, options: CollectionsOptions): void {
  const info = {
    ...options.service,
    type: { group: 'org.ga4gh', artifact: 'refget-seqcol', version: '1.0.0' },
    version: options.version,
    seqcol: {
      schema: collectionSchema,
      // Clients of refgenie's server look for these.
      aliases: { enabled: true },
      fasta_drs: { enabled: true },
      similarities: { enabled: true },
      max_page_size: MAX_PAGE_SIZE,
      max_post_bytes: BODY_LIMIT,
      same_order_min_overlap: options.sameOrderMinOverlap ?? 1,
    },
    refget: options.refget,
  }
  resource(app, '/service-info', async (request, reply) =>
    sendJson(request, reply, CACHE.brief, info),
  )
}
