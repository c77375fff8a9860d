import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Awaitable, SequenceStore } from '../store/store.ts'
import type { Found } from './find-sequence.ts'
import { FIXED_HEADERS } from './fixed-headers.ts'
import { type ResiduesOptions, residuesAnswer } from './residues-answer.ts'
import { sendSequence } from './send-sequence.ts'

/** Answers with residues, see {@link residuesAnswer}. */
export function answerSequence(
  { raw, query }: FastifyRequest,
  reply: FastifyReply,
  store: SequenceStore,
  found: Found,
  options: ResiduesOptions,
): Awaitable<void> {
  const isHead = raw.method === 'HEAD'
  const asked = { isHead, query: query as Record<string, unknown>, headers: raw.headers }
  const answer = residuesAnswer(asked, found, options)
  if (!isHead && answer.status !== 304) return sendSequence(reply, store, answer)
  reply.hijack()
  reply.raw.writeHead(answer.status, [...FIXED_HEADERS, ...answer.headers]).end()
}
