import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { canonicalAuthority } from '../../digest/authority.ts'
import { parseIdentifier, sequenceId } from '../../digest/identifier.ts'
import { sha512t24u } from '../../digest/sha512t24u.ts'
import { CACHE } from '../caching.ts'
import { ProtocolError } from '../errors.ts'
import { resource } from '../methods.ts'
import { sendJson } from '../send-json.ts'
import { findCollection } from './find-collection.ts'
import type { CollectionsOptions } from './options.ts'
import { readPage } from './page.ts'

interface AliasParams {
  readonly namespace: string
  readonly alias: string
  readonly digest: string
}

/** Adds the look-ups of names, in the shapes of refgenie's server. The specification has none. */
export function addAliases(app: FastifyInstance, options: CollectionsOptions): void {
  const { collections, store } = options
  const params = (request: FastifyRequest) => request.params as AliasParams

  resource(app, '/alias/collection/:namespace/:alias', async (request, reply) => {
    const { namespace, alias } = params(request)
    const found = await collections.collectionsByAlias(canonicalAuthority(namespace), alias)
    const digests = new Set(found.map(({ digest }) => sha512t24u(digest)))
    return sendDigest(request, reply, 'collections', digests)
  })

  resource(app, '/alias/sequence/:namespace/:alias', async (request, reply) => {
    const { namespace, alias } = params(request)
    const identifier = parseIdentifier(`${namespace}:${alias}`)
    const found = identifier?.kind === 'alias' ? await store.find(identifier) : []
    const digests = new Set(found.map(({ digest }) => sequenceId(digest)))
    return sendDigest(request, reply, 'sequences', digests)
  })

  resource(app, '/aliases/collection/:digest', async (request, reply) => {
    const urlOf = (id: string) => `${app.prefix}/aliases/collection/${id}`
    const { record, id } = await findCollection(collections, params(request).digest, urlOf)
    const aliases = await collections.collectionAliases(record.digest)
    return sendJson(request, reply, CACHE.brief, { digest: id, aliases: pairsOf(aliases) })
  })

  resource(app, '/aliases/sequence/:digest', async (request, reply) => {
    const { digest: text } = params(request)
    const identifier = parseIdentifier(text)
    const [record, ...others] =
      identifier && identifier.kind !== 'bare' ? await store.find(identifier) : []
    if (!record || others.length > 0) throw new ProtocolError('SEQUENCE_NOT_FOUND', { id: text })
    const aliases = await store.aliases(record.digest)
    const digest = sequenceId(record.digest)
    return sendJson(request, reply, CACHE.brief, { digest, aliases: pairsOf(aliases) })
  })

  resource(app, '/list/alias/collection', async (request, reply) =>
    sendJson(request, reply, CACHE.brief, {
      namespaces: await collections.collectionAuthorities(),
    }),
  )

  resource(app, '/list/alias/collection/:namespace', async (request, reply) => {
    const namespace = canonicalAuthority(params(request).namespace)
    const page = readPage(request.query)
    // One more tells whether another page follows.
    const found = await collections.collectionAliasesOf(namespace, page.from, page.size + 1)
    if (page.page > 0 && found.length === 0) {
      const values = { page: page.page, size: page.size, total: `less than ${page.from + 1}` }
      throw new ProtocolError('PAGE_BEYOND_END', values)
    }
    const aliases = found.slice(0, page.size)
    const pagination = {
      page: page.page,
      page_size: page.size,
      ...(found.length > page.size && { next_page: page.page + 1 }),
    }
    return sendJson(request, reply, CACHE.brief, { namespace, aliases, pagination })
  })

  // A store finds a sequence by its name, but lists no names of all sequences.
  for (const url of ['/list/alias/sequence', '/list/alias/sequence/:namespace']) {
    resource(app, url, async () => {
      throw new ProtocolError('ALIASES_NOT_LISTED', { kind: 'sequence' })
    })
  }
}

function pairsOf(
  aliases: readonly { readonly authority: string; readonly alias: string }[],
): [string, string][] {
  return aliases.map(({ authority, alias }) => [authority, alias])
}

function sendDigest(
  request: FastifyRequest,
  reply: FastifyReply,
  kind: 'sequences' | 'collections',
  digests: ReadonlySet<string>,
): void {
  const { namespace, alias } = request.params as AliasParams
  const id = `${namespace}:${alias}`
  const [digest, ...others] = digests
  if (digest === undefined) throw new ProtocolError('ALIAS_NOT_FOUND', { id })
  if (others.length > 0) {
    const code = kind === 'sequences' ? 'SEVERAL_SEQUENCES' : 'SEVERAL_COLLECTIONS'
    const choices = [...digests].map((each) => ({ digest: each }))
    throw new ProtocolError(code, { id }, { body: { [kind]: choices } })
  }
  sendJson(request, reply, CACHE.brief, { namespace, alias, digest })
}
