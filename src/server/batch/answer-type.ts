import type { FastifyRequest } from 'fastify'
import { effectiveAccept, parseAccept, preference } from '../accept.ts'
import { ProtocolError } from '../errors.ts'
import type { Parameter } from '../range.ts'

/**
 * The media type to answer with: that which the client likes best, and the first of those.
 *
 * @param types In the order of preference.
 * @throws {@link ProtocolError} 406 with the list.
 */
export function answerType<Type extends string>(
  request: FastifyRequest,
  types: readonly Type[],
): Type {
  const { accept } = request.query as { accept: Parameter }
  const ranges = parseAccept(effectiveAccept(accept, request.headers.accept))
  let best: { type: Type | undefined; q: number; specificity: number } = {
    ...{ type: undefined, q: 0, specificity: 0 },
  }
  for (const type of types) {
    const { q, specificity } = preference(ranges, type)
    if (q > best.q || (q > 0 && q === best.q && specificity > best.specificity)) {
      best = { type, q, specificity }
    }
  }
  if (best.type !== undefined) return best.type
  throw new ProtocolError('NOT_ACCEPTABLE', {}, { body: { supported: types } })
}
