import {
  type DocumentNode,
  type ExecutionResult,
  execute,
  GraphQLError,
  type GraphQLFormattedError,
  parse,
  validate,
} from 'graphql'
import type { GenomeStore } from '../../store/genomes.ts'
import { checkLimits } from './check-limits.ts'
import { RequestContext } from './context.ts'
import { LIMITS } from './limits.ts'
import { query } from './query.ts'
import { resolveField } from './resolve-field.ts'
import { createSchema } from './schema.ts'

/** A request as its JSON body states it. */
export interface GraphqlRequest {
  readonly query: string
  readonly variables?: Readonly<Record<string, unknown>> | null
  readonly operationName?: string | null
}

interface GraphqlAnswer {
  /** 400 when nothing was executed. */
  readonly status: 200 | 400
  readonly body: {
    readonly data?: ExecutionResult['data']
    readonly errors?: readonly GraphQLFormattedError[]
    readonly extensions?: Readonly<Record<string, unknown>>
  }
}

/** Documents that are kept parsed and validated: clients send few, each of them often. */
const CACHED = 500
/** Longer ones are not kept. */
const CACHED_LENGTH = 10_000

export type Executor = (request: GraphqlRequest, refgetPath: string) => Promise<GraphqlAnswer>

/**
 * Makes what answers GraphQL requests.
 *
 * @param onFault - Told of errors that are this server's own; the client learns only that there was one.
 */
export function createExecutor(
  store: GenomeStore,
  version: string,
  onFault: (error: unknown) => void,
): Executor {
  const schema = createSchema()
  const rootValue = query(version)
  const cache = new Map<string, DocumentNode | readonly GraphQLError[]>()

  const prepare = (text: string): DocumentNode | readonly GraphQLError[] => {
    const known = cache.get(text)
    if (known) {
      cache.delete(text)
      cache.set(text, known)
      return known
    }
    const prepared = check(text)
    if (text.length <= CACHED_LENGTH) {
      if (cache.size >= CACHED) cache.delete(cache.keys().next().value!)
      cache.set(text, prepared)
    }
    return prepared
  }

  const check = (text: string): DocumentNode | readonly GraphQLError[] => {
    let document: DocumentNode
    try {
      document = parse(text, { maxTokens: LIMITS.tokens, noLocation: false })
    } catch (error) {
      return [asSyntaxError(error)]
    }
    const exceeded = checkLimits(document)
    if (exceeded) return [exceeded]
    const errors = validate(schema, document, undefined, { maxErrors: 20 })
    return errors.length > 0 ? errors : document
  }

  return async (request, refgetPath) => {
    const prepared = prepare(request.query)
    if (!('kind' in prepared)) return { status: 400, body: { errors: prepared.map(format) } }
    const context = new RequestContext(store, refgetPath)
    const executing = execute({
      schema,
      document: prepared,
      rootValue,
      contextValue: context,
      fieldResolver: resolveField,
      variableValues: request.variables ?? undefined,
      operationName: request.operationName ?? undefined,
    })
    const result = await Promise.race([executing, context.budget.exceeded])
    const { error } = context.budget
    const { data, errors } = error || !result ? { data: null, errors: error && [error] } : result
    for (const error of errors ?? []) if (isFault(error)) onFault(error.originalError)
    return {
      // Without data, not even the operation was found or its variables could not be read.
      status: data === undefined ? 400 : 200,
      body: {
        ...(data !== undefined && { data }),
        ...(errors && { errors: errors.map(format) }),
        extensions: { execution_time_in_seconds: Number(context.budget.seconds.toFixed(6)) },
      },
    }
  }
}

function asSyntaxError(error: unknown): GraphQLError {
  if (!(error instanceof GraphQLError)) throw error
  if (!error.message.includes('tokens')) return error
  return new GraphQLError(
    `Document has more than ${LIMITS.tokens} tokens. Send several requests.`,
    { extensions: { code: 'TOKEN_LIMIT_EXCEEDED' } },
  )
}

/** Whether an error was thrown by something else than a resolver that meant it. */
function isFault({ originalError }: GraphQLError): boolean {
  return originalError !== undefined && !(originalError instanceof GraphQLError)
}

function format(error: GraphQLError): GraphQLFormattedError {
  if (!isFault(error)) return error.toJSON()
  const { locations, path } = error.toJSON()
  return {
    message: 'The server failed. Its log says why; ask again later.',
    ...(locations && { locations }),
    ...(path && { path }),
    extensions: { code: 'INTERNAL' },
  }
}
