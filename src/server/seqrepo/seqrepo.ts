import type { FastifyInstance } from 'fastify'
import type { SequenceStore } from '../../store/store.ts'
import { CACHE } from '../caching.ts'
import { ProtocolError } from '../errors.ts'
import { SequenceFinder } from '../find-sequence.ts'
import { resource } from '../methods.ts'
import { slice } from '../range.ts'
import { sendText } from '../send-text.ts'
import { sequenceResource } from '../sequence-resource.ts'
import type { ServiceDescription } from '../service-description.ts'
import { Alphabets } from './alphabet.ts'
import { SEQREPO_NAMING } from './naming.ts'
import { sendProblem } from './problem.ts'

/** What the service needs to know. */
export interface SeqrepoOptions {
  readonly store: SequenceStore
  /** Longest part that is sent, in residues, or `null`; whole sequences know no limit. */
  readonly subsequenceLimit: number | null
  /** Of the package. */
  readonly version: string
  readonly service: ServiceDescription
}

const JSON_TYPE = 'application/json'

/**
 * The REST service of biocommons.seqrepo (seqrepo-rest-service 0.2.2), which the clients of hgvs and
 * VRS ask. It has no content negotiation.
 */
export async function seqrepo(app: FastifyInstance, options: SeqrepoOptions): Promise<void> {
  const { store, subsequenceLimit, version, service } = options
  const alphabets = new Alphabets(store)
  const finderOf = (route: string) => {
    const urlOf = (id: string) => `${app.prefix}/seqrepo/1/${route}/${id}`
    return new SequenceFinder(store, SEQREPO_NAMING.identifiers, urlOf)
  }
  app.setErrorHandler((cause, _request, reply) => {
    // What is no answer yet is made one, and logged, by the application.
    if (!(cause instanceof ProtocolError)) throw cause
    return sendProblem(reply, cause)
  })

  const residues = { subsequenceLimit, cut: slice, contentType: 'text/plain; charset=utf-8' }
  const sequences = finderOf('sequence')
  sequenceResource(app, '/seqrepo/1/sequence/:alias', store, sequences, () => residues)

  const described = finderOf('metadata')
  resource(app, '/seqrepo/1/metadata/:alias', async (request, reply) => {
    const { record, id } = await described.find((request.params as { alias: string }).alias)
    const alphabet = await alphabets.of(record, id).catch((cause: unknown) => {
      app.logger.error({ err: cause, url: request.url }, 'a sequence was not read')
      throw new ProtocolError('STORAGE_FAULT')
    })
    const names = SEQREPO_NAMING.aliases(record, await store.aliases(record.digest), '1')
    const body = JSON.stringify({
      // A store does not know when it got a sequence; the service's OpenAPI document allows null.
      added: null,
      aliases: names.map(({ authority, alias }) => `${authority}:${alias}`),
      alphabet,
      length: record.length,
    })
    return sendText(request, reply, { contentType: JSON_TYPE, cacheControl: CACHE.brief, body })
  })

  const { url } = service.organization
  const ping = JSON.stringify({ version, url, dependencies: {} })
  resource(app, '/seqrepo/1/ping', async (request, reply) =>
    sendText(request, reply, { contentType: JSON_TYPE, cacheControl: CACHE.none, body: ping }),
  )
}
