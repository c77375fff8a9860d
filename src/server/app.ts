import Fastify, { type FastifyBaseLogger, type FastifyInstance } from 'fastify'
import { pino } from 'pino'
import { CollectionFiles } from '../collection/files/collection-files.ts'
import type { Derived } from '../collection/files/derived.ts'
import { LeastRecentlyUsed } from '../collection/least-recently-used.ts'
import { Residues } from '../collection/regions/residues.ts'
import type { CollectionStore } from '../store/collections.ts'
import type { GenomeStore } from '../store/genomes.ts'
import type { SequenceStore } from '../store/store.ts'
import { batch } from './batch/batch.ts'
import { seqcol } from './collections/collections.ts'
import { FastaFactsKeeper } from './collections/fasta-facts.ts'
import { cram } from './cram/cram.ts'
import { DirectRoutes } from './direct/direct-routes.ts'
import { addDocs } from './docs.ts'
import { createDoor, URL_LIMIT } from './door.ts'
import { ProtocolError } from './errors.ts'
import { files } from './files/files.ts'
import { graphql } from './graphql/graphql.ts'
import { addHome } from './home.ts'
import { identify } from './identify/identify.ts'
import { Resources, refuseTheRest } from './methods.ts'
import { addOpenapi } from './openapi.ts'
import { addOperations } from './operations.ts'
import { parseQuery } from './query.ts'
import type { RefgetVersion } from './refget/media-types.ts'
import { refget } from './refget/refget.ts'
import { capabilities } from './refget/service-info.ts'
import { logsRequests, useLogger } from './request-log.ts'
import { sendError } from './send-error.ts'
import { SEQREPO_NAMING } from './seqrepo/naming.ts'
import { seqrepo } from './seqrepo/seqrepo.ts'
import type { ServiceDescription } from './service-description.ts'
import { Turns } from './turns.ts'

/** What a server is made of. */
export interface AppOptions {
  readonly store: SequenceStore
  /** Sequence collections; there are neither endpoints for them nor files without. */
  readonly collections?: CollectionStore
  /**
   * Elements that two collections must have in common before a comparison says whether they are in
   * the same order: 1, as the compliance suite has it, unless set to 2, as the text does.
   */
  readonly sameOrderMinOverlap?: 1 | 2
  /** Annotated genomes; there is no GraphQL without them. */
  readonly genomes?: GenomeStore
  /** Where what files are computed from is kept; in memory alone if absent. */
  readonly derived?: Derived
  /** Of the package. */
  readonly version: string
  /** Paths such as `/data/refget`, under which every protocol answers as it does at the root. */
  readonly basePaths?: readonly string[]
  /** Paths such as `/data/graphql`, at which GraphQL answers as it does at `/graphql`. */
  readonly graphqlPaths?: readonly string[]
  /** Version of refget that generic media types get; 2.0.0 unless set. */
  readonly defaultVersion?: RefgetVersion
  /** Longest part of a sequence that is sent, in residues; unlimited if absent, `null` or below 1. */
  readonly subsequenceLimit?: number | null
  /** For GA4GH service-info. */
  readonly service?: Partial<ServiceDescription>
  /** At `info` it gets a line for each request. Warnings go to standard output if absent. */
  readonly logger?: FastifyBaseLogger
  /** Whether requests can be answered; asks the store if absent. */
  readonly ready?: () => Promise<boolean>
}

/** Big requests that are worked on at a time: an identification of 128 MB of header took 1 GB. */
const BIG_AT_ONCE = 2

const SERVICE: ServiceDescription = {
  id: 'org.seqkeep.refget',
  name: 'seqkeep',
  description: 'Reference sequences by checksum',
  organization: { name: 'seqkeep', url: 'https://seqkeep.example' },
}

/** Names of collections that batches keep at hand: four of a million members. */
const INDEX_BYTES = 64 << 20

/** Makes the server; it listens when told to, see {@link serve}. */
export function createApp(options: AppOptions): FastifyInstance {
  const {
    store,
    genomes,
    collections,
    version,
    defaultVersion = '2.0.0',
    subsequenceLimit,
  } = options
  const service = { ...SERVICE, ...options.service }

  const logger = options.logger ?? pino({ level: 'warn' })
  const direct = new DirectRoutes()
  const app: FastifyInstance = Fastify({
    // Each request has its line in the log from the router.
    serverFactory: (route) => createDoor(route, logsRequests(logger) ? undefined : direct),
    // The door answers what is malformed.
    clientErrorHandler: () => {},
    logger: false,
    // No route has a schema: without its compilers, the start is 70 ms shorter.
    schemaController: {
      compilersFactory: { buildValidator: unusedCompiler, buildSerializer: unusedCompiler },
    },
    exposeHeadRoutes: false,
    // Nothing reads them: requests are told apart in the log by what was asked, and when.
    genReqId: () => '',
    // What still arrives on an open connection while the server stops is answered as ever.
    return503OnClosing: false,
    routerOptions: {
      ignoreTrailingSlash: true,
      ignoreDuplicateSlashes: true,
      maxParamLength: URL_LIMIT,
      querystringParser: parseQuery,
    },
    frameworkErrors: (cause, _request, reply) => sendError(reply, asProtocolError(cause)),
  })
  app.decorate('resources', new Resources())
  app.decorate('direct', direct)
  useLogger(app, logger)
  app.setErrorHandler((cause, request, reply) => {
    const error = asProtocolError(cause)
    if (error.code === 'INTERNAL') app.logger.error({ err: cause, url: request.url }, 'failed')
    return sendError(reply, error)
  })

  app.register(refuseTheRest)
  addOperations(app, options.ready ?? (async () => (await store.stats()) !== undefined))
  const limit = subsequenceLimit && subsequenceLimit >= 1 ? subsequenceLimit : null
  const collectionFiles = collections && new CollectionFiles(store, collections, options.derived)
  const batches = { residues: new Residues(store), indexes: new LeastRecentlyUsed(INDEX_BYTES) }
  const prefixes = new Set(['', ...(options.basePaths ?? []).map(normalised)])
  const fasta = collectionFiles && new FastaFactsKeeper(collectionFiles, options.derived)
  const turns = new Turns(BIG_AT_ONCE)
  const offered = { collections: collections !== undefined }
  for (const prefix of prefixes) {
    app.register(
      async (scope) => {
        addHome(scope, {
          ...{ store, version, name: service.name, hasGenomes: genomes !== undefined },
          collections,
        })
        addOpenapi(scope, version, offered)
        addDocs(scope, version, offered)
        const refgetOptions = {
          ...{ store, version, defaultVersion, service },
          subsequenceLimit: limit,
        }
        await scope.register(refget, refgetOptions)
        await scope.register(refget, { ...refgetOptions, prefix: '/ena/cram' })
        await scope.register(cram, { store, subsequenceLimit: limit })
        // The service of biocommons speaks refget 1.0.0 alone, and knows sequences by SeqRepo's names.
        await scope.register(refget, {
          ...{ ...refgetOptions, defaultVersion: '1.0.0', naming: SEQREPO_NAMING },
          prefix: '/refget/1',
        })
        await scope.register(seqrepo, { store, version, service, subsequenceLimit: limit })
        await scope.register(batch, { store, collections, ...batches, subsequenceLimit: limit })
        if (collections && collectionFiles && fasta) {
          await scope.register(seqcol, {
            ...{ store, version, service, collections, turns },
            ...(options.sameOrderMinOverlap && {
              sameOrderMinOverlap: options.sameOrderMinOverlap,
            }),
            refget: capabilities(refgetOptions),
            fasta,
          })
          await scope.register(files, { collections, files: collectionFiles })
          await scope.register(identify, { store, collections, turns })
        }
        if (genomes) {
          await scope.register(graphql, { genomes, version, path: '/graphql', refgetPath: prefix })
        }
      },
      { prefix },
    )
  }
  if (genomes) {
    const taken = new Set([...prefixes].map((prefix) => `${prefix}/graphql`))
    // Checksums lead to the refget service under the first base path, where there is one.
    const refgetPath = [...prefixes][1] ?? ''
    for (const path of new Set((options.graphqlPaths ?? []).map(normalised))) {
      if (!taken.has(path)) app.register(graphql, { genomes, version, path, refgetPath })
    }
  }
  return app
}

function unusedCompiler(): never {
  throw new Error('No route has a schema.')
}

function normalised(basePath: string): string {
  return `/${basePath}`.replace(/\/{2,}/g, '/').replace(/\/$/, '')
}

function asProtocolError(cause: unknown): ProtocolError {
  if (cause instanceof ProtocolError) return cause
  const { code, statusCode = 500 } = cause as { code?: string; statusCode?: number }
  if (code === 'FST_ERR_BAD_URL') return new ProtocolError('BAD_URL')
  if (statusCode === 415) return new ProtocolError('NOT_JSON', { type: 'unreadable' })
  if (statusCode === 413) return new ProtocolError('BODY_TOO_LARGE')
  return new ProtocolError(statusCode < 500 ? 'BAD_REQUEST' : 'INTERNAL')
}
