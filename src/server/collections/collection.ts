import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { LEVEL2_ATTRIBUTES } from '../../collection/attributes.ts'
import { level1Of } from '../../collection/level1.ts'
import { elementsOf } from '../../collection/level2.ts'
import { sha512t24u } from '../../digest/sha512t24u.ts'
import type { CollectionRecord, CollectionStore } from '../../store/collections.ts'
import { ProtocolError } from '../errors.ts'
import { resource } from '../methods.ts'
import type { Parameter } from '../range.ts'
import { streamJson } from '../send-json.ts'
import { arrayText } from './array-text.ts'
import { findCollection } from './find-collection.ts'
import type { CollectionsOptions } from './options.ts'

/** Adds `GET /collection/{digest}?level=`. */
export function addCollection(app: FastifyInstance, { collections }: CollectionsOptions): void {
  const urlOf = (id: string) => `${app.prefix}/collection/${id}`
  resource(app, '/collection/:digest', async (request: FastifyRequest, reply: FastifyReply) => {
    const { digest } = request.params as { digest: string }
    const { record, id, cacheControl } = await findCollection(collections, digest, urlOf)
    const level = levelOf((request.query as { level: Parameter }).level)
    const text = level === 1 ? level1Text(collections, record) : level2Text(collections, record)
    return streamJson(request, reply, { etag: `"${id};${level}"`, cacheControl, text })
  })
}

/** Level 0 is what was asked with, and levels from 3 on would be the residues. */
function levelOf(value: Parameter): 1 | 2 {
  if (value === undefined || value === '2') return 2
  if (value === '1') return 1
  throw new ProtocolError('BAD_LEVEL', { value: `${value}` })
}

async function* level1Text(
  store: CollectionStore,
  record: CollectionRecord,
): AsyncGenerator<string> {
  const attributes = await level1Of(store, record)
  const level1 = [...attributes].map(([name, digest]) => [name, sha512t24u(digest)])
  yield JSON.stringify(Object.fromEntries(level1))
}

async function* level2Text(
  store: CollectionStore,
  record: CollectionRecord,
): AsyncGenerator<string> {
  let separator = '{'
  for (const { name } of LEVEL2_ATTRIBUTES) {
    yield `${separator}"${name}":`
    yield* arrayText(elementsOf(store, record, name))
    separator = ','
  }
  yield '}'
}
