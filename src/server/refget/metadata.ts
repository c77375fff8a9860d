import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { effectiveAccept } from '../accept.ts'
import { CACHE } from '../caching.ts'
import { ProtocolError } from '../errors.ts'
import { findSequence } from '../find-sequence.ts'
import { resource } from '../methods.ts'
import type { Parameter } from '../range.ts'
import { sendText } from '../send-text.ts'
import { describe } from '../sequence-metadata.ts'
import { negotiator, supportedTypes } from './media-types.ts'
import { REFGET_NAMING } from './naming.ts'
import type { RefgetOptions } from './options.ts'

/** Adds `GET /sequence/{id}/metadata`. */
export function addMetadata(app: FastifyInstance, options: RefgetOptions): void {
  const { store, defaultVersion, naming = REFGET_NAMING } = options
  const negotiate = negotiator('json', defaultVersion)
  const urlOf = (id: string) => `${app.prefix}/sequence/${id}/metadata`

  const metadata = async (request: FastifyRequest, reply: FastifyReply) => {
    const { id } = request.params as { id: string }
    const { record } = await findSequence(store, id, naming.identifiers(id), urlOf)
    const { accept } = request.query as { accept: Parameter }
    const representation = negotiate(effectiveAccept(accept, request.headers.accept))
    if (representation === undefined) {
      throw new ProtocolError('NOT_ACCEPTABLE', {}, { body: { supported: supportedTypes('json') } })
    }
    const names = await store.aliases(record.digest)
    const aliases = naming.aliases(record, names, representation.version)
    return sendText(request, reply, {
      contentType: representation.contentType,
      cacheControl: CACHE.brief,
      body: JSON.stringify({ metadata: describe(record, aliases) }),
    })
  }
  resource(app, '/sequence/:id/metadata', metadata)
  // An example in Ensembl's document has this comma.
  resource(app, '/sequence/:id/,metadata', metadata)
}
