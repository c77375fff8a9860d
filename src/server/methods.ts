import { METHODS } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify'
import { preflightHeaders } from './cors.ts'
import { ProtocolError } from './errors.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Patterns of all routes, for the answers to methods that a route does not have. */
    readonly resources: Resources
  }
}

/** Every route so far answers to these. */
const ALLOW = 'GET, HEAD, OPTIONS'

/** The URLs at which something is. */
export class Resources {
  readonly #patterns: RegExp[] = []

  /** @param url A route with `:parameters`. */
  add(url: string): void {
    const literal = trimmed(url).replace(/[.+*?^${}()|[\]\\]/g, '\\$&')
    this.#patterns.push(new RegExp(`^${literal.replace(/:\w+/g, '[^/]+')}$`))
  }

  /** @param url As requested; doubled and trailing slashes count for nothing, as in the router. */
  has(url: string): boolean {
    const path = url.replace(/[?#].*$/s, '').replace(/^[a-z]+:\/\/[^/]*/i, '')
    return this.#patterns.some((pattern) => pattern.test(trimmed(path)))
  }
}

function trimmed(path: string): string {
  return path.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '')
}

/** Adds a route for GET and HEAD, and lets {@link refuseTheRest} know of it. */
export function resource(app: FastifyInstance, url: string, handler: RouteHandlerMethod): void {
  app.resources.add(`${app.prefix}${url}`)
  app.route({ method: ['GET', 'HEAD'], url, handler })
}

/**
 * Answers what no route takes: OPTIONS of any resource, other methods (405) and other URLs (404).
 * It runs in a hook before Fastify looks at the body, so that no content type or length of it can
 * turn a 405 into something else.
 */
export async function refuseTheRest(app: FastifyInstance): Promise<void> {
  // Fastify knows fewer methods than Node lets through.
  for (const method of METHODS) {
    if (!app.supportedMethods.includes(method) && method !== 'CONNECT') app.addHttpMethod(method)
  }
  app.addHook('onRequest', async (request: FastifyRequest, reply: FastifyReply) => {
    if (!app.resources.has(request.url))
      throw new ProtocolError('ROUTE_NOT_FOUND', { docs: '/docs' })
    if (request.method !== 'OPTIONS') {
      throw new ProtocolError(
        'METHOD_NOT_ALLOWED',
        { method: request.method, allow: ALLOW },
        { headers: { Allow: ALLOW } },
      )
    }
    return reply.code(204).headers(preflightHeaders(ALLOW)).send()
  })
  app.setNotFoundHandler(() => {})
}
