import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { whenThere } from '../../store/awaitable.ts'
import type { Awaitable } from '../../store/store.ts'
import { effectiveAccept } from '../accept.ts'
import { CACHE } from '../caching.ts'
import { ProtocolError } from '../errors.ts'
import { bodyEtag } from '../etag.ts'
import { type Found, SequenceFinder } from '../find-sequence.ts'
import { resource } from '../methods.ts'
import type { Parameter } from '../range.ts'
import { sendText, type TextAnswer, textAnswer } from '../send-text.ts'
import { describe } from '../sequence-metadata.ts'
import { negotiator, type RefgetVersion, supportedTypes } from './media-types.ts'
import { REFGET_NAMING } from './naming.ts'
import type { RefgetOptions } from './options.ts'

type Text = Pick<TextAnswer, 'body' | 'etag'>

/** Adds `GET /sequence/{id}/metadata`. */
export function addMetadata(app: FastifyInstance, options: RefgetOptions): void {
  const { store, defaultVersion, naming = REFGET_NAMING } = options
  const negotiate = negotiator('json', defaultVersion)
  const urlOf = (id: string) => `${app.prefix}/sequence/${id}/metadata`

  const finder = new SequenceFinder(store, naming.identifiers, urlOf)
  const textOf = (found: Found, version: RefgetVersion): Awaitable<Text> => {
    const { metadata } = found
    if (metadata?.version === version) return metadata
    return whenThere(store.aliases(found.record.digest), (names) => {
      const aliases = naming.aliases(found.record, names, version)
      const body = JSON.stringify({ metadata: describe(found.record, aliases) })
      found.metadata = { version, body, etag: bodyEtag(body) }
      return found.metadata
    })
  }
  const answerOf = (
    found: Found,
    query: Record<string, unknown>,
    headers: IncomingHttpHeaders,
  ): Awaitable<TextAnswer> => {
    const representation = negotiate(effectiveAccept(query.accept as Parameter, headers.accept))
    if (representation === undefined) {
      throw new ProtocolError('NOT_ACCEPTABLE', {}, { body: { supported: supportedTypes('json') } })
    }
    const { contentType, version } = representation
    return whenThere(textOf(found, version), (text) => ({
      ...{ contentType, cacheControl: CACHE.brief },
      ...text,
    }))
  }
  const find = (name: string, query: Record<string, unknown>, headers: IncomingHttpHeaders) =>
    whenThere(finder.find(name), (found) => answerOf(found, query, headers))
  const metadata = (request: FastifyRequest, reply: FastifyReply) => {
    const { id } = request.params as { id: string }
    const answer = find(id, request.query as Record<string, unknown>, request.headers)
    return whenThere(answer, (text) => sendText(request, reply, text))
  }
  app.direct.add(urlOf(':id'), (name, query, headers) =>
    whenThere(find(name, query, headers), (text) => textAnswer(headers, text)),
  )
  resource(app, '/sequence/:id/metadata', metadata)
  // An example in Ensembl's document has this comma.
  resource(app, '/sequence/:id/,metadata', metadata)
}
