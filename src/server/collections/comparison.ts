import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { storedCollection } from '../../collection/comparable.ts'
import { compareCollections } from '../../collection/compare.ts'
import { requireJson } from '../accept-json.ts'
import { CACHE } from '../caching.ts'
import { resource } from '../methods.ts'
import { sendJson } from '../send-json.ts'
import { SMALL_MEMBERS } from '../turns.ts'
import { findCollection } from './find-collection.ts'
import type { CollectionsOptions } from './options.ts'
import { readPosted } from './posted-collection.ts'

/** Adds `GET /comparison/{a}/{b}` and `POST /comparison/{a}`. */
export function addComparison(app: FastifyInstance, options: CollectionsOptions): void {
  const { collections, turns } = options

  resource(app, '/comparison/:a/:b', async (request: FastifyRequest, reply: FastifyReply) => {
    const params = request.params as { a: string; b: string }
    requireJson(request)
    const [a, b] = [encodeURIComponent(params.a), encodeURIComponent(params.b)]
    const found = {
      a: await findCollection(collections, params.a, (id) => `${app.prefix}/comparison/${id}/${b}`),
      b: await findCollection(collections, params.b, (id) => `${app.prefix}/comparison/${a}/${id}`),
    }
    const [recordA, recordB] = [found.a.record, found.b.record]
    const comparison = await turns.during(async (take) => {
      if (recordA.members + recordB.members > SMALL_MEMBERS) await take()
      return compareCollections(
        storedCollection(collections, recordA),
        storedCollection(collections, recordB),
        options,
      )
    })
    const lasting = found.a.cacheControl === found.b.cacheControl
    return sendJson(request, reply, lasting ? found.a.cacheControl : CACHE.brief, comparison)
  })

  app.resources.add(`${app.prefix}/comparison/:a`, 'POST')
  app.post('/comparison/:a', async (request, reply) => {
    const { a } = request.params as { a: string }
    requireJson(request)
    const urlOf = (id: string) => `${app.prefix}/comparison/${id}`
    const { record } = await findCollection(collections, a, urlOf)
    const comparison = await turns.during(async (take) => {
      const posted = await readPosted(request, take)
      if (record.members > SMALL_MEMBERS) await take()
      return compareCollections(storedCollection(collections, record), posted, options)
    })
    return sendJson(request, reply, CACHE.none, comparison)
  })
}
