import type { FastifyBaseLogger, FastifyInstance } from 'fastify'

declare module 'fastify' {
  interface FastifyInstance {
    /** Where faults go. Fastify's own logger is off: it costs a tenth of a small answer's time. */
    readonly logger: FastifyBaseLogger
  }
}

const VERBOSE = new Set(['info', 'debug', 'trace'])

/** Whether each request gets a line. */
export function logsRequests({ level }: FastifyBaseLogger): boolean {
  return VERBOSE.has(level)
}

/** Gives the server its logger; at `info` and below, each request gets a line. */
export function useLogger(app: FastifyInstance, logger: FastifyBaseLogger): void {
  app.decorate('logger', logger)
  if (!logsRequests(logger)) return
  app.addHook('onResponse', async (request, reply) => {
    const { method, url, ip: client } = request
    const ms = Math.round(reply.elapsedTime * 1000) / 1000
    logger.info({ method, url, status: reply.raw.statusCode, ms, client }, 'request')
  })
}
