import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { v1Authority } from '../../digest/authority.ts'
import { hex } from '../../digest/hex.ts'
import { sequenceId } from '../../digest/identifier.ts'
import type { Alias, SequenceRecord } from '../../store/store.ts'
import { effectiveAccept } from '../accept.ts'
import { CACHE } from '../caching.ts'
import { ProtocolError } from '../errors.ts'
import { resource } from '../methods.ts'
import type { Parameter } from '../range.ts'
import { sendText } from '../send-text.ts'
import { findSequence } from './find-sequence.ts'
import { negotiator, type RefgetVersion, supportedTypes } from './media-types.ts'
import type { RefgetOptions } from './options.ts'

/** Adds `GET /sequence/{id}/metadata`. */
export function addMetadata(app: FastifyInstance, options: RefgetOptions): void {
  const { store, defaultVersion } = options
  const negotiate = negotiator('json', defaultVersion)
  const urlOf = (id: string) => `${app.prefix}/sequence/${id}/metadata`

  const metadata = async (request: FastifyRequest, reply: FastifyReply) => {
    const { record } = await findSequence(store, (request.params as { id: string }).id, urlOf)
    const { accept } = request.query as { accept: Parameter }
    const representation = negotiate(effectiveAccept(accept, request.headers.accept))
    if (representation === undefined) {
      throw new ProtocolError('NOT_ACCEPTABLE', {}, { body: { supported: supportedTypes('json') } })
    }
    const aliases = await store.aliases(record.digest)
    return sendText(request, reply, {
      contentType: representation.contentType,
      cacheControl: CACHE.brief,
      body: JSON.stringify({ metadata: describe(record, aliases, representation.version) }),
    })
  }
  resource(app, '/sequence/:id/metadata', metadata)
  // An example in Ensembl's document has this comma.
  resource(app, '/sequence/:id/,metadata', metadata)
}

/**
 * The keys of all versions at once: clients look for theirs and pass over the others. Only the
 * spelling of naming authorities differs.
 */
function describe(record: SequenceRecord, aliases: readonly Alias[], version: RefgetVersion) {
  const id = sequenceId(record.digest)
  const spelled = version === '2.0.0' ? (authority: string) => authority : v1Authority
  return {
    id,
    md5: hex(record.md5),
    trunc512: hex(record.digest),
    ga4gh: id,
    ...(record.sha1 && { sha1: hex(record.sha1) }),
    length: record.length,
    aliases: [
      { alias: `ga4gh:${id}`, naming_authority: 'ga4gh' },
      ...aliases.map(({ alias, authority }) => ({ alias, naming_authority: spelled(authority) })),
    ],
  }
}
