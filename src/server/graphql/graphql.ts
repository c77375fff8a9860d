import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { GenomeStore } from '../../store/genomes.ts'
import { CACHE } from '../caching.ts'
import { CORS_HEADERS } from '../cors.ts'
import { resource } from '../methods.ts'
import { sendText } from '../send-text.ts'
import type { Executor, GraphqlRequest } from './execute.ts'
import { addGraphiql } from './graphiql.ts'
import { LIMITS } from './limits.ts'

export interface GraphqlOptions {
  readonly genomes: GenomeStore
  /** Of the package. */
  readonly version: string
  /** Path of the endpoint, below the prefix of the scope. */
  readonly path: string
  /** Path before `/sequence/...` of the refget service that its checksums lead to. */
  readonly refgetPath: string
}

/** Smaller answers would hardly become smaller. */
const GZIP_FROM = 1000

const gzipped = promisify(gzip)

/**
 * Answers GraphQL at a path: POST executes, GET shows a page to try queries on and never executes,
 * `/sdl` beside it sends the schema.
 */
export async function graphql(app: FastifyInstance, options: GraphqlOptions): Promise<void> {
  const { genomes, version, path, refgetPath } = options
  const isTaken = (url: string) => app.hasRoute({ method: 'GET', url: `${app.prefix}${url}` })
  if (!/^(\/[\w.~-]+)+$/.test(path) || isTaken(path)) {
    throw new Error(
      `GraphQL cannot answer at "${path}". Give a path that nothing else has, such as /data/graphql.`,
    )
  }
  let executor: Promise<Executor> | undefined
  // The library takes 60 ms to load, which a server that is asked for sequences does not need.
  const load = () => {
    // Otherwise it looks at each object for a second copy of itself: a quarter of an execution's time.
    process.env.NODE_ENV ??= 'production'
    executor ??= import('./execute.ts').then(({ createExecutor }) =>
      createExecutor(genomes, version, (err) => app.logger.error({ err }, 'GraphQL failed')),
    )
    return executor
  }

  app.removeAllContentTypeParsers()
  const parsing = { parseAs: 'buffer', bodyLimit: LIMITS.bodyBytes } as const
  app.addContentTypeParser('*', parsing, (_request, body, done) => done(null, body))

  addGraphiql(app, path, genomes)
  // Paths in one folder share it.
  const sdl = `${path.replace(/[^/]*$/, '')}sdl`
  if (!isTaken(sdl)) {
    resource(app, sdl, async (request, reply) => {
      const { SDL } = await import('./schema.ts')
      return sendText(request, reply, {
        contentType: 'text/plain; charset=utf-8',
        cacheControl: CACHE.brief,
        body: SDL,
      })
    })
  }
  app.resources.add(`${app.prefix}${path}`, 'POST')
  app.post(path, async (request, reply) => {
    const asked = readRequest(request)
    if (typeof asked === 'string') {
      return sendJson(request, reply, 400, { errors: [{ message: asked }] })
    }
    const execute = await load()
    const { status, body } = await execute(asked, refgetPath)
    return sendJson(request, reply, status, body)
  })
}

/** What the body asks for, or what is wrong with it. */
function readRequest({ headers, body }: FastifyRequest): GraphqlRequest | string {
  const type = headers['content-type']?.split(';')[0]?.trim().toLowerCase()
  if (type !== 'application/json') {
    return 'Posted content must be of type application/json'
  }
  let value: unknown
  try {
    value = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body as Buffer))
  } catch {
    return 'Request body is not a valid JSON'
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return 'Operation data should be a JSON object'
  }
  const { query, variables, operationName } = value as Record<string, unknown>
  if (typeof query !== 'string' || query.trim() === '') {
    return "The query must be a string in the key 'query'"
  }
  if (variables != null && (typeof variables !== 'object' || Array.isArray(variables))) {
    return 'Query variables must be a null or an object'
  }
  if (operationName != null && typeof operationName !== 'string') {
    return `"${String(operationName)}" is not a valid operation name`
  }
  return {
    query,
    variables: (variables ?? null) as Record<string, unknown> | null,
    operationName: operationName || null,
  }
}

async function sendJson(
  request: FastifyRequest,
  reply: FastifyReply,
  status: number,
  value: unknown,
): Promise<FastifyReply> {
  const body = Buffer.from(JSON.stringify(value))
  const compress = body.length >= GZIP_FROM && acceptsGzip(request.headers['accept-encoding'])
  reply.code(status).headers({
    'Content-Type': 'application/json; charset=utf-8',
    'Cache-Control': CACHE.none,
    Vary: 'Accept-Encoding',
    ...CORS_HEADERS,
    ...(compress && { 'Content-Encoding': 'gzip' }),
  })
  return reply.send(compress ? await gzipped(body, { level: 1 }) : body)
}

function acceptsGzip(header: string | string[] | undefined): boolean {
  return /(^|[\s,])(gzip|\*)(?!\s*;\s*q=0(\.0*)?\s*(,|$))/i.test(String(header ?? ''))
}
