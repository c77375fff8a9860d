import type { FastifyInstance } from 'fastify'
import { CACHE } from '../caching.ts'
import { resource } from '../methods.ts'
import { sendText } from '../send-text.ts'
import { addMetadata } from './metadata.ts'
import type { RefgetOptions } from './options.ts'
import { addSequence } from './sequence.ts'
import { addServiceInfo } from './service-info.ts'

/** GA4GH refget 1.0.0, 1.0.1 and 2.0.0 on one set of URLs, told apart by media type. */
export async function refget(app: FastifyInstance, options: RefgetOptions): Promise<void> {
  addServiceInfo(app, options)
  addSequence(app, options)
  addMetadata(app, options)
  // In the OpenAPI document of 1.0.1, to see whether a server is there.
  resource(app, '/ping', async (request, reply) =>
    sendText(request, reply, {
      contentType: 'text/plain; charset=utf-8',
      cacheControl: CACHE.none,
      body: 'pong\n',
    }),
  )
}
