import { SeqkeepError } from './errors.ts'
import { type Answer, pieces } from './request.ts'

/** The values of a body of JSON lines, as they come. */
export async function* jsonLines<T>(
  answer: Answer,
  signal: AbortSignal | undefined,
): AsyncGenerator<T> {
  const decoder = new TextDecoder()
  let rest = ''
  try {
    for await (const piece of pieces(answer)) {
      const lines = (rest + decoder.decode(piece, { stream: true })).split('\n')
      rest = lines.pop()!
      for (const line of lines) yield JSON.parse(line) as T
    }
  } catch (cause) {
    throw brokenOff(answer, signal, cause)
  }
  if (rest !== '') throw brokenOff(answer, signal, 'the last line has no end')
}

/** The error of a body that did not arrive whole, unless the caller wanted no more of it. */
export function brokenOff(
  { response: { url } }: Answer,
  signal: AbortSignal | undefined,
  cause: unknown,
): SeqkeepError {
  signal?.throwIfAborted()
  return new SeqkeepError('network', `${url} broke off: ${cause}`, url, { cause })
}
