import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { ATTRIBUTES, type Attribute, findAttribute } from '../../collection/attributes.ts'
import { level1Of } from '../../collection/level1.ts'
import { elementsOf } from '../../collection/level2.ts'
import { parseSha512t24u, sha512t24u } from '../../digest/sha512t24u.ts'
import type { CollectionRecord, CollectionStore } from '../../store/collections.ts'
import { CACHE } from '../caching.ts'
import { ProtocolError } from '../errors.ts'
import { resource } from '../methods.ts'
import { streamJson } from '../send-json.ts'
import { arrayText } from './array-text.ts'
import { findCollection } from './find-collection.ts'
import type { CollectionsOptions } from './options.ts'

/** Adds `GET /attribute/collection/{name}/{digest}`: the array of an attribute by its own digest. */
export function addAttribute(app: FastifyInstance, { collections }: CollectionsOptions): void {
  resource(
    app,
    '/attribute/collection/:name/:digest',
    async (request: FastifyRequest, reply: FastifyReply) => {
      const { name, digest: text } = request.params as { name: string; digest: string }
      const attribute = requireAttribute(name)
      if (attribute.transient) throw new ProtocolError('ATTRIBUTE_TRANSIENT', { name })
      const urlOf = (id: string) => `${app.prefix}/attribute/collection/${name}/${id}`
      const { digest, record } = await findValue(collections, attribute, text, urlOf)
      if (!digest || !record) throw new ProtocolError('ATTRIBUTE_NOT_FOUND', { name, digest: text })
      const id = sha512t24u(digest)
      return streamJson(request, reply, {
        etag: `"${id}"`,
        cacheControl: id === text ? CACHE.immutable : CACHE.brief,
        text: arrayText(elementsOf(collections, record, attribute.name)),
      })
    },
  )
}

/** @throws {@link ProtocolError} 404. */
export function requireAttribute(name: string): Attribute {
  const attribute = findAttribute(name)
  if (attribute) return attribute
  const known = ATTRIBUTES.map((each) => each.name).join(', ')
  throw new ProtocolError('ATTRIBUTE_UNKNOWN', { name, known })
}

/** The value of an attribute: its digest, and a collection that has it. */
interface Value {
  readonly digest: Uint8Array | undefined
  readonly record: CollectionRecord | undefined
}

/** The value that a text names: by its digest, or by `authority:alias` of a collection. */
export async function findValue(
  store: CollectionStore,
  { name }: Attribute,
  text: string,
  urlOf: (id: string) => string,
): Promise<Value> {
  if (text.includes(':')) {
    const { record } = await findCollection(store, text, urlOf)
    return { record, digest: (await level1Of(store, record)).get(name) }
  }
  const digest = parseSha512t24u(text)
  const page = digest && (await store.collections(new Map([[name, digest]]), 0, 1))
  const [first] = page?.digests ?? []
  return { digest, record: first && (await store.collection(first)) }
}
