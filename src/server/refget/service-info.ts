import type { FastifyInstance } from 'fastify'
import { effectiveAccept } from '../accept.ts'
import { CACHE } from '../caching.ts'
import { ProtocolError } from '../errors.ts'
import { resource } from '../methods.ts'
import type { Parameter } from '../range.ts'
import { sendText } from '../send-text.ts'
import { negotiator, supportedTypes, VERSIONS } from './media-types.ts'
import type { RefgetOptions } from './options.ts'

/** Naming authorities whose accessions are looked for in files; any other can be added by hand. */
const IDENTIFIER_TYPES = ['insdc', 'ensembl', 'refseq', 'ucsc', 'uniprot']

/** Adds `GET /sequence/service-info`. */
export function addServiceInfo(app: FastifyInstance, options: RefgetOptions): void {
  const negotiate = negotiator('json', options.defaultVersion)
  const v1 = { service: v1Service(options) }
  const v2 = v2Service(options)
  const bodies = {
    v1: JSON.stringify(v1),
    v2: JSON.stringify(v2),
    // Who did not say which version finds the keys of both.
    generic: JSON.stringify({ ...v2, ...v1 }),
  }
  resource(app, '/sequence/service-info', async (request, reply) => {
    const { accept } = request.query as { accept: Parameter }
    const representation = negotiate(effectiveAccept(accept, request.headers.accept))
    if (representation === undefined) {
      throw new ProtocolError('NOT_ACCEPTABLE', {}, { body: { supported: supportedTypes('json') } })
    }
    const { named, version, contentType } = representation
    const body = named ? (version === '2.0.0' ? bodies.v2 : bodies.v1) : bodies.generic
    return sendText(request, reply, { contentType, cacheControl: CACHE.brief, body })
  })
}

/** What the service can do, in the words of refget 2.0.0. */
export function capabilities(options: RefgetOptions) {
  return { ...sharedCapabilities(options), identifier_types: IDENTIFIER_TYPES }
}

function sharedCapabilities({ store, subsequenceLimit }: RefgetOptions) {
  return {
    circular_supported: true,
    algorithms: ['md5', 'ga4gh', 'trunc512', ...(store.settings.sha1 ? ['sha1'] : [])],
    subsequence_limit: subsequenceLimit,
  }
}

function v1Service(options: RefgetOptions) {
  return { ...sharedCapabilities(options), supported_api_versions: VERSIONS.toReversed() }
}

/** GA4GH service-info 1.0.0. The artifact was called `refget` until March 2025. */
function v2Service(options: RefgetOptions) {
  return {
    ...options.service,
    type: { group: 'org.ga4gh', artifact: 'refget-sequence', version: '2.0.0' },
    version: options.version,
    refget: capabilities(options),
  }
}
