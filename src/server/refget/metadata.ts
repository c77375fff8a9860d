import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Alias, Awaitable } from '../../store/store.ts'
import { effectiveAccept } from '../accept.ts'
import { CACHE } from '../caching.ts'
import { ProtocolError } from '../errors.ts'
import { bodyEtag } from '../etag.ts'
import { type Found, SequenceFinder } from '../find-sequence.ts'
import { resource } from '../methods.ts'
import type { Parameter } from '../range.ts'
import { sendText, type TextAnswer } from '../send-text.ts'
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
  /** Bodies are kept with what was found, and so are forgotten when names are added. */
  const texts = new WeakMap<Found, Map<RefgetVersion, Text>>()

  const textOf = (found: Found, version: RefgetVersion): Awaitable<Text> => {
    const known = texts.get(found)?.get(version)
    if (known) return known
    const make = (names: readonly Alias[]): Text => {
      const aliases = naming.aliases(found.record, names, version)
      const body = JSON.stringify({ metadata: describe(found.record, aliases) })
      const text = { body, etag: bodyEtag(body) }
      texts.set(found, (texts.get(found) ?? new Map()).set(version, text))
      return text
    }
    const names = store.aliases(found.record.digest)
    return names instanceof Promise ? names.then(make) : make(names)
  }
  const answer = (request: FastifyRequest, reply: FastifyReply, found: Found): Awaitable<void> => {
    const { accept } = request.query as { accept: Parameter }
    const representation = negotiate(effectiveAccept(accept, request.headers.accept))
    if (representation === undefined) {
      throw new ProtocolError('NOT_ACCEPTABLE', {}, { body: { supported: supportedTypes('json') } })
    }
    const { contentType, version } = representation
    const send = (text: Text) =>
      sendText(request, reply, { contentType, cacheControl: CACHE.brief, ...text })
    const text = textOf(found, version)
    return text instanceof Promise ? text.then(send) : send(text)
  }
  const metadata = (request: FastifyRequest, reply: FastifyReply) => {
    const found = finder.find((request.params as { id: string }).id)
    if (found instanceof Promise) return found.then((each) => answer(request, reply, each))
    return answer(request, reply, found)
  }
  resource(app, '/sequence/:id/metadata', metadata)
  // An example in Ensembl's document has this comma.
  resource(app, '/sequence/:id/,metadata', metadata)
}
