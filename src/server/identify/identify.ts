import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { identify as identifyDictionary } from '../../collection/identify/identify.ts'
import { reportOf } from '../../collection/identify/report.ts'
import { FormatError } from '../../formats/errors.ts'
import { decompressed } from '../../formats/input.ts'
import { readDictionary } from '../../formats/read-dictionary.ts'
import { type SequenceDictionary, TooLongError } from '../../formats/sequence-dictionary.ts'
import type { CollectionStore } from '../../store/collections.ts'
import type { SequenceStore } from '../../store/store.ts'
import { CACHE } from '../caching.ts'
import { CORS_HEADERS } from '../cors.ts'
import { ProtocolError } from '../errors.ts'
import { originOf } from '../origin.ts'
import { errorHeaders } from '../send-error.ts'
import { type TakeTurn, type Turns, takingTurn } from '../turns.ts'
import { UPLOAD_LIMITS } from './limits.ts'
import { sendEarly } from './send-early.ts'

const HEADERS = {
  'Content-Type': 'application/json; charset=utf-8',
  'Cache-Control': CACHE.none,
  ...CORS_HEADERS,
}

export interface IdentifyOptions {
  readonly store: SequenceStore
  readonly collections: CollectionStore
  /** For what is big. */
  readonly turns: Turns
}

/**
 * Answers `POST /identify`: which reference does this file belong to? The body is told by its content,
 * whatever its Content-Type, and read no further than its header.
 */
export async function identify(app: FastifyInstance, options: IdentifyOptions): Promise<void> {
  const { store, collections, turns } = options
  // Clients say anything: curl calls each body a form.
  app.addHook('onRequest', async ({ raw }) => {
    raw.headers['content-type'] = 'application/octet-stream'
  })
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, body, done) => done(null, body))
  app.resources.add(`${app.prefix}/identify`, 'POST')
  app.post('/identify', async (request, reply) => {
    try {
      const identification = await turns.during(async (take) => {
        const dictionary = await readBody(request, take)
        return identifyDictionary(dictionary, store, collections)
      })
      const body = JSON.stringify(reportOf(identification, (originOf(request) ?? '') + app.prefix))
      return await sendEarly(request, reply, { status: 200, headers: HEADERS, body })
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error
      const { status, body } = error
      return sendEarly(request, reply, { status, headers: errorHeaders(error), body })
    }
  })
}

async function readBody(
  { body, raw }: FastifyRequest,
  take: TakeTurn,
): Promise<SequenceDictionary> {
  const chunks = bytesOf((body as Readable | undefined) ?? raw)
  // A client that leaves within its body is a malformed request to Node, not an end of the body.
  const onEnd = () => raw.complete || raw.destroy()
  raw.socket.once('end', onEnd)
  try {
    return await readDictionary(takingTurn(decompressed(chunks), take), { limits: UPLOAD_LIMITS })
  } catch (error) {
    if (error instanceof TooLongError) {
      throw new ProtocolError('FILE_TOO_LONG', {}, { body: { cause: error.message } })
    }
    if (error instanceof FormatError) {
      throw new ProtocolError('FILE_NOT_READ', {}, { body: { cause: error.message } })
    }
    // The client is gone, or was too slow.
    if (raw.destroyed && !raw.complete) throw new ProtocolError('REQUEST_TIMEOUT')
    throw error
  } finally {
    raw.socket.off('end', onEnd)
  }
}

/** What is not read is left to the server, which needs the connection for its answer. */
async function* bytesOf(body: Readable): AsyncGenerator<Uint8Array> {
  for await (const chunk of body.iterator({ destroyOnReturn: false })) yield chunk
}
