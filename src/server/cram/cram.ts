import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { parseHex } from '../../digest/hex.ts'
import type { Identifier } from '../../digest/identifier.ts'
import type { SequenceStore } from '../../store/store.ts'
import { answerSequence } from '../answer-sequence.ts'
import { ProtocolError } from '../errors.ts'
import { SequenceFinder } from '../find-sequence.ts'
import { resource } from '../methods.ts'

/** What the look-up of CRAM references needs to know. */
export interface CramOptions {
  readonly store: SequenceStore
  /** Longest part that is sent, in residues, or `null`; whole sequences know no limit. */
  readonly subsequenceLimit: number | null
}

const CONTENT_TYPE = 'text/plain; charset=us-ascii'

/** So many hex digits, as a parameter of a route that must leave all other URLs alone. */
const hexDigits = (name: string, count: number) => `:${name}(^[0-9A-Fa-f]{${count}}$)`

/**
 * The URLs at which CRAM readers look for references: those of the European Nucleotide Archive
 * (`/ena/cram/md5/{md5}`, `/ena/cram/sha1/{sha1}`), that of htslib's ref-cache (`/{md5}`), and what
 * `%2s/%2s/%s` in a REF_PATH asks for. Whatever the Accept header, the answer is plain text: htslib
 * takes nothing else, and Java's clients ask for pictures.
 */
export async function cram(app: FastifyInstance, options: CramOptions): Promise<void> {
  const { store } = options
  const urlOf = (id: string) => `${app.prefix}/sequence/${id}`
  const finderOf = (kind: 'md5' | 'sha1', bytes: number) => {
    const identifiers = (text: string): Identifier[] => {
      const digest = parseHex(text, bytes)
      return digest === undefined ? [] : [{ kind, digest }]
    }
    return new SequenceFinder(store, identifiers, urlOf)
  }
  const finders = { md5: finderOf('md5', 16), sha1: finderOf('sha1', 20) }

  const answer = async (
    request: FastifyRequest,
    reply: FastifyReply,
    kind: 'md5' | 'sha1',
    text: string,
  ) => {
    if (kind === 'sha1' && !store.settings.sha1) throw new ProtocolError('SHA1_NOT_KEPT')
    return answerSequence(request, reply, await finders[kind].find(text), {
      ...{ ...options, contentType: CONTENT_TYPE },
      // A transfer that broke is resumed by Range, however much of it is left.
      limitsRange: false,
    })
  }

  for (const kind of ['md5', 'sha1'] as const) {
    resource(app, `/ena/cram/${kind}/:digest`, (request, reply) =>
      answer(request, reply, kind, (request.params as { digest: string }).digest),
    )
  }
  resource(app, `/${hexDigits('md5', 32)}`, (request, reply) =>
    answer(request, reply, 'md5', (request.params as { md5: string }).md5),
  )
  const split = ['first', 'second', 'rest'] as const
  const url = split.map((name) => `/${hexDigits(name, name === 'rest' ? 28 : 2)}`).join('')
  resource(app, url, (request, reply) => {
    const parts = request.params as Record<(typeof split)[number], string>
    return answer(request, reply, 'md5', split.map((name) => parts[name]).join(''))
  })
}
