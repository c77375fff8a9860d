import type { FastifyInstance } from 'fastify'
import { CACHE } from './caching.ts'
import { ProtocolError } from './errors.ts'
import { resource } from './methods.ts'
import { sendText } from './send-text.ts'

const OK = {
  contentType: 'application/json; charset=utf-8',
  cacheControl: CACHE.none,
  body: '{"status":"ok"}',
}

/**
 * Adds `/healthz` (the process answers) and `/readyz` (its store does too, and it is not stopping).
 *
 * @param ready Resolves to whether requests can be answered.
 */
export function addOperations(app: FastifyInstance, ready: () => Promise<boolean>): void {
  let closing = false
  app.addHook('preClose', async () => {
    closing = true
  })
  resource(app, '/healthz', async (request, reply) => sendText(request, reply, OK))
  resource(app, '/readyz', async (request, reply) => {
    const answers = await ready().catch((cause: unknown) => {
      app.logger.error({ err: cause }, 'the store does not answer')
      return false
    })
    if (closing || !answers) throw new ProtocolError('NOT_READY')
    return sendText(request, reply, OK)
  })
}
