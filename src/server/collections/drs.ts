import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sha512t24u } from '../../digest/sha512t24u.ts'
import type { CollectionRecord } from '../../store/collections.ts'
import { CACHE } from '../caching.ts'
import { ProtocolError } from '../errors.ts'
import { resource } from '../methods.ts'
import { hostOf, originOf } from '../origin.ts'
import { sendJson } from '../send-json.ts'
import type { FastaFactsKeeper } from './fasta-facts.ts'
import { findCollection } from './find-collection.ts'
import type { CollectionsOptions } from './options.ts'

/** The one way to the bytes. */
const ACCESS_ID = 'https'

const LINE_BASES = 60

/** Where GA4GH's text has DRS, and where refgenie's server does. */
const PATHS = ['/ga4gh/drs/v1', '/fasta'] as const

/**
 * Adds the FASTA file of each collection as an object of GA4GH DRS 1.5.0, whose id is the digest of
 * the collection. The checksums are those of the file's bytes: the first request reads it whole.
 */
export function addDrs(app: FastifyInstance, options: CollectionsOptions): void {
  const { collections, fasta: keeper } = options
  for (const path of PATHS) {
    const find = (request: FastifyRequest, rest = '') => {
      const { id } = request.params as { id: string }
      return findCollection(
        collections,
        id,
        (each) => `${app.prefix}${path}/objects/${each}${rest}`,
      )
    }

    resource(app, `${path}/objects/:id`, async (request, reply) => {
      const { record } = await find(request)
      const value = await drsObject(app, request, options, keeper, record)
      return sendJson(request, reply, CACHE.brief, value)
    })

    resource(app, `${path}/objects/:id/access/:access_id`, async (request, reply) => {
      const { record } = await find(request)
      const { access_id: id } = request.params as { access_id: string }
      if (id !== ACCESS_ID) throw new ProtocolError('ACCESS_NOT_FOUND', { id, known: ACCESS_ID })
      return sendJson(request, reply, CACHE.brief, { url: fileUrl(app, request, record) })
    })

    resource(app, `${path}/objects/:id/index`, async (request, reply) => {
      const { record } = await find(request, '/index')
      const { offsets } = await keeper.of(record)
      const index = { line_bases: LINE_BASES, extra_line_bytes: 1, offsets }
      return sendJson(request, reply, CACHE.brief, index)
    })

    resource(app, `${path}/service-info`, async (request: FastifyRequest, reply: FastifyReply) => {
      const { total } = await collections.collections(new Map(), 0, 1)
      return sendJson(request, reply, CACHE.brief, {
        ...options.service,
        type: { group: 'org.ga4gh', artifact: 'drs', version: '1.5.0' },
        version: options.version,
        drs: { maxBulkRequestLength: 1, objectCount: total },
      })
    })
  }
}

async function drsObject(
  app: FastifyInstance,
  request: FastifyRequest,
  { collections }: CollectionsOptions,
  keeper: FastaFactsKeeper,
  record: CollectionRecord,
) {
  const id = sha512t24u(record.digest)
  const { size, md5, sha256, created } = await keeper.of(record)
  const aliases = await collections.collectionAliases(record.digest)
  return {
    id,
    name: `${id}.fa`,
    // Such a URI has no path: it is the object below /ga4gh/drs/v1 at the root.
    self_uri: `drs://${authorityOf(request)}/${id}`,
    size,
    created_time: created,
    mime_type: 'application/fasta',
    description: `FASTA file of ${record.members} sequences, ${record.residues} residues in all`,
    aliases: aliases.map(({ authority, alias }) => `${authority}:${alias}`),
    checksums: [
      { type: 'sha-256', checksum: sha256 },
      { type: 'md5', checksum: md5 },
      { type: 'refget.seqcol', checksum: id },
    ],
    access_methods: [
      {
        type: 'https',
        access_id: ACCESS_ID,
        access_url: { url: fileUrl(app, request, record) },
      },
    ],
  }
}

function fileUrl(app: FastifyInstance, request: FastifyRequest, { digest }: CollectionRecord) {
  const path = `${app.prefix}/files/${sha512t24u(digest)}.fa`
  return `${originOf(request) ?? `http://${authorityOf(request)}`}${path}`
}

/** Host and port as the client knows them; HTTP/1.0 need not say. */
function authorityOf(request: FastifyRequest): string {
  const { localAddress = '', localPort } = request.socket
  const address = localAddress.includes(':') ? `[${localAddress}]` : localAddress
  return hostOf(request) ?? `${address}:${localPort}`
}
