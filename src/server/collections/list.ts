import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ATTRIBUTES, findAttribute } from '../../collection/attributes.ts'
import { sha512t24u } from '../../digest/sha512t24u.ts'
import type { CollectionPage } from '../../store/collections.ts'
import { CACHE } from '../caching.ts'
import { ProtocolError } from '../errors.ts'
import { resource } from '../methods.ts'
import { sendJson } from '../send-json.ts'
import { findValue, requireAttribute } from './attribute.ts'
import type { CollectionsOptions } from './options.ts'
import { type Page, paginationOf, readPage } from './page.ts'

const NOTHING: CollectionPage = { digests: [], total: 0 }

/** Parameters that are no filters. */
const OTHERS = new Set(['page', 'page_size', 'accept'])

/** Adds `GET /list/collection` and `GET /list/attributes/{name}`. */
export function addLists(app: FastifyInstance, { collections }: CollectionsOptions): void {
  resource(app, '/list/collection', async (request: FastifyRequest, reply: FastifyReply) => {
    const query = request.query as Readonly<Record<string, string | string[]>>
    const page = readPage(query)
    const filters = new Map<string, Uint8Array>()
    let matchless = false
    for (const [name, text] of Object.entries(query)) {
      if (OTHERS.has(name)) continue
      const attribute = findAttribute(name)
      if (!attribute) {
        // Passed over, it would return everything.
        const known = ATTRIBUTES.map((each) => each.name).join(', ')
        throw new ProtocolError('UNKNOWN_FILTER', { name, known })
      }
      if (typeof text !== 'string') throw new ProtocolError('REPEATED_PARAMETER', { name })
      const urlOf = (id: string) => `${app.prefix}/list/collection?${name}=${id}`
      const { digest } = await findValue(collections, attribute, text, urlOf)
      if (digest) filters.set(name, digest)
      else matchless = true
    }
    const found = matchless ? NOTHING : await collections.collections(filters, page.from, page.size)
    return sendPage(request, reply, page, found)
  })

  resource(app, '/list/attributes/:name', async (request: FastifyRequest, reply: FastifyReply) => {
    const { name } = requireAttribute((request.params as { name: string }).name)
    const page = readPage(request.query)
    const found = await collections.attributeDigests(name, page.from, page.size)
    return sendPage(request, reply, page, found)
  })
}

function sendPage(
  request: FastifyRequest,
  reply: FastifyReply,
  page: Page,
  { digests, total }: CollectionPage,
): void {
  const pagination = paginationOf(page, total)
  sendJson(request, reply, CACHE.brief, { results: digests.map(sha512t24u), pagination })
}
