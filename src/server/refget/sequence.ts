import type { FastifyInstance } from 'fastify'
import { effectiveAccept } from '../accept.ts'
import { ProtocolError } from '../errors.ts'
import { SequenceFinder } from '../find-sequence.ts'
import type { Parameter } from '../range.ts'
import { sequenceResource } from '../sequence-resource.ts'
import { negotiator, supportedTypes } from './media-types.ts'
import { REFGET_NAMING } from './naming.ts'
import type { RefgetOptions } from './options.ts'

/** Adds `GET /sequence/{id}`. */
export function addSequence(app: FastifyInstance, options: RefgetOptions): void {
  const { store, defaultVersion, subsequenceLimit, naming = REFGET_NAMING } = options
  const negotiate = negotiator('plain', defaultVersion)
  const urlOf = (id: string) => `${app.prefix}/sequence/${id}`
  const finder = new SequenceFinder(store, naming.identifiers, urlOf)

  sequenceResource(app, '/sequence/:id', store, finder, (query, headers) => {
    const accept = effectiveAccept(query.accept as Parameter, headers.accept)
    const representation = negotiate(accept)
    if (representation === undefined) {
      throw new ProtocolError(
        'NOT_ACCEPTABLE',
        {},
        { body: { supported: supportedTypes('plain') } },
      )
    }
    return {
      contentType: representation.contentType,
      subsequenceLimit,
      // Refget limits Range since 2.0.0 only; before, nothing told a client about it.
      limitsRange: representation.version === '2.0.0',
    }
  })
}
