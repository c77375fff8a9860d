import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { whenThere } from '../../store/awaitable.ts'
import type { Awaitable } from '../../store/store.ts'
import { effectiveAccept } from '../accept.ts'
import { answerSequence } from '../answer-sequence.ts'
import { ProtocolError } from '../errors.ts'
import { type Found, SequenceFinder } from '../find-sequence.ts'
import { resource } from '../methods.ts'
import type { Parameter } from '../range.ts'
import { negotiator, supportedTypes } from './media-types.ts'
import { REFGET_NAMING } from './naming.ts'
import type { RefgetOptions } from './options.ts'

/** Adds `GET /sequence/{id}`. */
export function addSequence(app: FastifyInstance, options: RefgetOptions): void {
  const { store, defaultVersion, subsequenceLimit, naming = REFGET_NAMING } = options
  const negotiate = negotiator('plain', defaultVersion)
  const urlOf = (id: string) => `${app.prefix}/sequence/${id}`
  const finder = new SequenceFinder(store, naming.identifiers, urlOf)

  const answer = (request: FastifyRequest, reply: FastifyReply, found: Found): Awaitable<void> => {
    const { accept } = request.query as { accept: Parameter }
    const representation = negotiate(effectiveAccept(accept, request.raw.headers.accept))
    if (representation === undefined) {
      throw new ProtocolError(
        'NOT_ACCEPTABLE',
        {},
        { body: { supported: supportedTypes('plain') } },
      )
    }
    return answerSequence(request, reply, found, {
      store,
      contentType: representation.contentType,
      subsequenceLimit,
      // Refget limits Range since 2.0.0 only; before, nothing told a client about it.
      limitsRange: representation.version === '2.0.0',
    })
  }

  // 404 comes before 406, and that before all else, as the compliance suites' documents have it. What
  // is known and read at once is answered at once: no promise stands between.
  resource(app, '/sequence/:id', (request: FastifyRequest, reply: FastifyReply) => {
    const found = finder.find((request.params as { id: string }).id)
    return whenThere(found, (each) => answer(request, reply, each))
  })
}
