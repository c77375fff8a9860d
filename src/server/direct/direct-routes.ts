import type { IncomingHttpHeaders } from 'node:http'
import type { Awaitable } from '../../store/store.ts'
import { parseQuery } from '../query.ts'
import type { SmallAnswer } from '../small-answer.ts'
import type { PlainRequest } from './plain-request.ts'

declare module 'fastify' {
  interface FastifyInstance {
    /** Routes whose small answers need no router. */
    readonly direct: DirectRoutes
  }
}

/**
 * Answers, or leaves the request to the router: where there is much to send, or an error. The router's handler comes
 * to the same and has every means to say it.
 *
 * @param name What the URL has for its parameter.
 */
export type DirectHandler = (
  name: string,
  query: Record<string, unknown>,
  headers: IncomingHttpHeaders,
) => Awaitable<SmallAnswer | undefined>

/** Routes with one parameter, which is the last segment of the URL or the last but one. */
export class DirectRoutes {
  /** By what stands before and behind the parameter. */
  readonly #handlers = new Map<string, DirectHandler>()
  /** What a parameter cannot be, or there is another route. */
  readonly #others = new Set<string>()

  /** @param url Such as `/sequence/:id/metadata`, with every prefix. */
  add(url: string, handler: DirectHandler): void {
    this.#handlers.set(url.replace(/:\w+/, ':'), handler)
  }

  /** Leaves a URL that has no parameter to the router, which prefers it. */
  leave(url: string): void {
    this.#others.add(url.slice(url.lastIndexOf('/') + 1))
  }

  /** @returns A promise when there is something to wait for, which may reject. */
  answer({ path, query, headers }: PlainRequest): Awaitable<SmallAnswer | undefined> {
    let end = path.length
    let start = path.lastIndexOf('/') + 1
    let handler = this.#handlers.get(`${path.slice(0, start)}:`)
    if (handler === undefined) {
      end = start - 1
      start = path.lastIndexOf('/', end - 1) + 1
      handler = this.#handlers.get(`${path.slice(0, start)}:${path.slice(end)}`)
    }
    if (handler === undefined || start >= end) return undefined
    const name = path.slice(start, end)
    if (this.#others.has(name)) return undefined
    try {
      return handler(name, parseQuery(query), headers)
    } catch {
      return undefined
    }
  }
}
