import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { type Comparable, storedCollection } from '../../collection/comparable.ts'
import { type Similarities, SimilarityMeter } from '../../collection/similarity.ts'
import { sha512t24u } from '../../digest/sha512t24u.ts'
import type { CollectionStore } from '../../store/collections.ts'
import { requireJson } from '../accept-json.ts'
import { CACHE } from '../caching.ts'
import { ProtocolError } from '../errors.ts'
import { sendJson } from '../send-json.ts'
import { SMALL_MEMBERS, type TakeTurn } from '../turns.ts'
import { findCollection } from './find-collection.ts'
import type { CollectionsOptions } from './options.ts'
import { paginationOf, readPage } from './page.ts'
import { readPosted } from './posted-collection.ts'

/** Members of all collections that are looked at for an answer: ten seconds of work. */
const MEMBER_LIMIT = 5_000_000

const COLLECTIONS_AT_A_TIME = 1000

interface Measured {
  readonly digest: Uint8Array
  readonly similarities: Similarities
}

/**
 * Adds `POST /similarities/{digest}` and `POST /similarities`: how similar each collection of the
 * store is to a stored or posted one, the most similar first. The shape is that of refgenie's server.
 */
export function addSimilarities(app: FastifyInstance, options: CollectionsOptions): void {
  const { collections, turns } = options

  const answer = async (
    request: FastifyRequest,
    reply: FastifyReply,
    read: (take: TakeTurn) => Promise<Comparable>,
  ) => {
    const page = readPage(request.query)
    const { to, measured } = await turns.during(async (take) => {
      const to = await read(take)
      return { to, measured: await measureAll(collections, to, take) }
    })
    const pagination = paginationOf(page, measured.length)
    const similarities = []
    for (const { digest, similarities: found } of measured.slice(
      page.from,
      page.from + page.size,
    )) {
      const aliases = await collections.collectionAliases(digest)
      const human_readable_names = aliases.map(({ alias }) => alias)
      similarities.push({ digest: sha512t24u(digest), human_readable_names, similarities: found })
    }
    return sendJson(request, reply, CACHE.none, {
      ...{ similarities, pagination },
      reference_digest: to.digest ? sha512t24u(to.digest) : null,
    })
  }

  app.resources.add(`${app.prefix}/similarities/:digest`, 'POST')
  app.post('/similarities/:digest', async (request, reply) => {
    requireJson(request)
    const { digest } = request.params as { digest: string }
    const urlOf = (each: string) => `${app.prefix}/similarities/${each}`
    const { record } = await findCollection(collections, digest, urlOf)
    return answer(request, reply, async () => storedCollection(collections, record))
  })

  app.resources.add(`${app.prefix}/similarities`, 'POST')
  app.post('/similarities', async (request, reply) => {
    requireJson(request)
    return answer(request, reply, (take) => readPosted(request, take))
  })
}

async function measureAll(
  store: CollectionStore,
  to: Comparable,
  take: TakeTurn,
): Promise<Measured[]> {
  const meter = new SimilarityMeter(to)
  const measured: Measured[] = []
  let members = 0
  for (let from = 0; ; from += COLLECTIONS_AT_A_TIME) {
    const { digests, total } = await store.collections(new Map(), from, COLLECTIONS_AT_A_TIME)
    for (const digest of digests) {
      const record = await store.collection(digest)
      if (!record) continue
      members += record.members
      if (members > MEMBER_LIMIT) {
        throw new ProtocolError('TOO_MANY_MEMBERS', { limit: MEMBER_LIMIT })
      }
      if (members > SMALL_MEMBERS) await take()
      const similarities = await meter.measure(storedCollection(store, record))
      measured.push({ digest, similarities })
    }
    if (digests.length === 0 || from + digests.length >= total) break
  }
  return measured.sort((a, b) => most(b) - most(a) || Buffer.compare(a.digest, b.digest))
}

function most({ similarities }: Measured): number {
  return Math.max(0, ...Object.values(similarities))
}
