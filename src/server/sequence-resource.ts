import type { IncomingHttpHeaders } from 'node:http'
import type { FastifyInstance } from 'fastify'
import { whenThere } from '../store/awaitable.ts'
import type { Awaitable, SequenceStore } from '../store/store.ts'
import { answerSequence } from './answer-sequence.ts'
import type { Found, SequenceFinder } from './find-sequence.ts'
import { resource } from './methods.ts'
import { residuesOf } from './range.ts'
import { type ResiduesAnswer, type ResiduesOptions, residuesAnswer } from './residues-answer.ts'
import type { SmallAnswer } from './small-answer.ts'
import { readSmall, SMALL } from './small-text.ts'

/** What a protocol says to a request for residues, once their sequence is found. */
type OptionsOf = (query: Record<string, unknown>, headers: IncomingHttpHeaders) => ResiduesOptions

/**
 * Adds a route whose answers are the residues of the sequence that its URL names. What is unknown (404) comes
 * before what is not acceptable (406), and that before all else, as the compliance suites' documents have it.
 *
 * @param url Its parameters are the name, or parts of it.
 */
export function sequenceResource(
  app: FastifyInstance,
  url: string,
  store: SequenceStore,
  finder: SequenceFinder,
  optionsOf: OptionsOf,
): void {
  resource(app, url, (request, reply) => {
    const name = Object.values(request.params as Record<string, string>).join('')
    return whenThere(finder.find(name), (found: Found) => {
      const options = optionsOf(request.query as Record<string, unknown>, request.raw.headers)
      return answerSequence(request, reply, store, found, options)
    })
  })
  // What is parted or told by its letters is for the router.
  if (url.includes('(')) return
  app.direct.add(`${app.prefix}${url}`, (name, query, headers) =>
    whenThere(finder.find(name), (found: Found) => {
      const asked = { isHead: false, query, headers }
      return smallAnswer(store, residuesAnswer(asked, found, optionsOf(query, headers)))
    }),
  )
}

/** The answer with its residues, if they are few and in one piece. */
function smallAnswer(
  store: SequenceStore,
  { status, headers, record, segments }: ResiduesAnswer,
): Awaitable<SmallAnswer | undefined> {
  const [segment] = segments
  const length = residuesOf(segments)
  if (segment === undefined || segments.length > 1 || length > SMALL) return undefined
  const body = readSmall(length, (into) => store.read(record, segment.start0, segment.end0, into))
  return whenThere(body, (text) => ({ status, headers, body: text }))
}
