import type { FastifyInstance } from 'fastify'
import { batchPaths, batchSchemas } from './batch/openapi.ts'
import { CACHE } from './caching.ts'
import { drsPaths } from './collections/drs-openapi.ts'
import { collectionsPaths } from './collections/openapi.ts'
import { cramPaths } from './cram/openapi.ts'
import { filesPaths } from './files/openapi.ts'
import { identifyPaths } from './identify/openapi.ts'
import { resource } from './methods.ts'
import { openapiPaths } from './openapi-paths.ts'
import { openapiSchemas } from './openapi-schemas.ts'
import { refgetPaths } from './refget/openapi.ts'
import { sendText } from './send-text.ts'
import { seqrepoPaths, seqrepoSchemas } from './seqrepo/openapi.ts'

const COLLECTION_TAGS = [
  { name: 'collections', description: 'Sequence collections, and what they share' },
  { name: 'files', description: 'Collections as files' },
  { name: 'drs', description: 'Collections as files, by GA4GH DRS' },
  { name: 'identify', description: 'Which reference a file belongs to' },
]

/** What a server has beside refget. */
export interface Offered {
  readonly collections: boolean
}

/** The OpenAPI 3.1 document of all routes under a prefix. */
export function openapi(version: string, prefix: string, offered: Offered) {
  return {
    openapi: '3.1.0',
    info: {
      title: 'seqkeep',
      version,
      summary: 'Reference sequences by checksum',
      description:
        'GA4GH refget 1.0.0, 1.0.1 and 2.0.0 on one set of URLs, told apart by the Accept header' +
        `${offered.collections ? '; GA4GH Sequence Collections 1.0.0' : ''}. ` +
        'Positions are 0-start, half-open; those of a Range header 0-start, closed. ' +
        'Refget answers below /ena/cram and, by the names of SeqRepo, below /refget/1 as well. ' +
        'Each route answers HEAD like GET without the body, OPTIONS with 204 and other methods with 405.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: prefix || '/' }],
    tags: [
      { name: 'refget', description: 'Sequences and what is known of them' },
      {
        name: 'cram',
        description: 'References of CRAM files, at the URLs of the ENA and of ref-cache',
      },
      { name: 'seqrepo', description: 'The REST service of biocommons.seqrepo' },
      { name: 'batch', description: 'Many regions or sequences in one request' },
      ...(offered.collections ? COLLECTION_TAGS : []),
      { name: 'server', description: 'The server itself' },
    ],
    paths: {
      ...refgetPaths,
      ...openapiPaths(prefix === ''),
      ...cramPaths,
      ...seqrepoPaths,
      ...batchPaths,
      ...(offered.collections && {
        ...{ ...collectionsPaths, ...drsPaths, ...filesPaths, ...identifyPaths },
      }),
    },
    components: { schemas: { ...openapiSchemas, ...seqrepoSchemas, ...batchSchemas } },
  }
}

/** Adds `/openapi.json`. */
export function addOpenapi(app: FastifyInstance, version: string, offered: Offered): void {
  const body = JSON.stringify(openapi(version, app.prefix, offered))
  resource(app, '/openapi.json', async (request, reply) =>
    sendText(request, reply, {
      contentType: 'application/json; charset=utf-8',
      cacheControl: CACHE.brief,
      body,
    }),
  )
}
