import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Comparable } from '../../collection/comparable.ts'
import { readCollection } from '../../collection/posted.ts'
import { FormatError } from '../../formats/errors.ts'
import { ProtocolError } from '../errors.ts'
import { type TakeTurn, takingTurn } from '../turns.ts'
import { BODY_LIMIT } from './options.ts'

/** Hands bodies to the handlers as streams: they are read piece by piece, or not at all. */
export function takeStreams(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, body, done) => done(null, body))
}

/**
 * Reads the collection that a client posts.
 *
 * @throws {@link ProtocolError} 415, 413, 400, 503.
 */
export async function readPosted(request: FastifyRequest, take: TakeTurn): Promise<Comparable> {
  const { headers } = request
  const type = headers['content-type'] ?? ''
  const encoding = headers['content-encoding'] ?? 'identity'
  if (type.split(';')[0]!.trim().toLowerCase() !== 'application/json' || encoding !== 'identity') {
    throw new ProtocolError('NOT_JSON', { type: encoding === 'identity' ? type : encoding })
  }
  if (Number(headers['content-length'] ?? 0) > BODY_LIMIT) throw tooLarge()
  try {
    return await readCollection(takingTurn(limited(request.body as Readable | undefined), take))
  } catch (error) {
    if (error instanceof FormatError) {
      throw new ProtocolError('BAD_COLLECTION', { reason: error.message })
    }
    if ((error as NodeJS.ErrnoException).code === 'ECONNRESET') {
      throw new ProtocolError('BODY_CUT_SHORT')
    }
    throw error
  }
}

/** Stops at the limit, or with the reader, without closing the connection. */
async function* limited(body: Readable | undefined): AsyncGenerator<Uint8Array> {
  if (!body) return
  let bytes = 0
  try {
    for await (const chunk of body.iterator({ destroyOnReturn: false })) {
      bytes += chunk.length
      if (bytes > BODY_LIMIT) throw tooLarge()
      yield chunk
    }
  } finally {
    // What is still to come is dropped: a client that cannot get rid of it would see a reset in
    // place of the answer, and nothing else would come through on the connection.
    body.resume()
  }
}

function tooLarge(): ProtocolError {
  return new ProtocolError('POST_TOO_LARGE', { limit: BODY_LIMIT })
}
