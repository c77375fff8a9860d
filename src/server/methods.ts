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

/** The URLs at which something is. */
export class Resources {
  readonly #patterns = new Map<string, { readonly pattern: RegExp; readonly methods: string[] }>()

  /**
   * @param url A route with `:parameters`, each a whole segment, or `:parameter(^pattern$)`.
   * @param method That it answers to; GET and HEAD unless given.
   */
  add(url: string, method?: string): void {
    const source = trimmed(url).replace(
      /:\w+(?:\(\^(.+?)\$\))?|[.+*?^${}()|[\]\\]/g,
      (match, segment?: string) => (match.startsWith(':') ? (segment ?? '[^/]+') : `\\${match}`),
    )
    const pattern = new RegExp(`^${source}$`)
    const resource = this.#patterns.get(pattern.source) ?? { pattern, methods: ['OPTIONS'] }
    if (method !== undefined) resource.methods.push(method)
    else resource.methods.unshift('GET', 'HEAD')
    this.#patterns.set(pattern.source, resource)
  }

  /**
   * The methods to which a URL answers, as `Allow` lists them; `undefined` where nothing is.
   *
   * @param url As requested; doubled and trailing slashes count for nothing, as in the router.
   */
  allow(url: string): string | undefined {
    const path = trimmed(url.replace(/[?#].*$/s, '').replace(/^[a-z]+:\/\/[^/]*/i, ''))
    for (const { pattern, methods } of this.#patterns.values()) {
      if (pattern.test(path)) return methods.join(', ')
    }
    return undefined
  }
}

function trimmed(path: string): string {
  return path.replace(/\/{2,}/g, '/').replace(/(?<=.)\/$/, '')
}

/** Adds a route for GET and HEAD, and lets {@link refuseTheRest} know of it. */
export function resource(app: FastifyInstance, url: string, handler: RouteHandlerMethod): void {
  app.resources.add(`${app.prefix}${url}`)
  // Of two routes that take a path, the router takes the one without a parameter.
  if (!url.includes(':')) app.direct.leave(`${app.prefix}${url}`)
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
    const allow = app.resources.allow(request.url)
    if (allow === undefined) throw new ProtocolError('ROUTE_NOT_FOUND', { docs: '/docs' })
    if (request.method !== 'OPTIONS') {
      throw new ProtocolError(
        'METHOD_NOT_ALLOWED',
        { method: request.method, allow },
        { headers: { Allow: allow } },
      )
    }
    return reply.code(204).headers(preflightHeaders(allow)).send()
  })
  app.setNotFoundHandler(() => {})
}
