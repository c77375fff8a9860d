import { networkError } from './errors.ts'
import { type Answer, texts } from './request.ts'

/** The values of a body of JSON lines, as they come. */
export async function* jsonLines<T>(
  answer: Answer,
  signal: AbortSignal | undefined,
): AsyncGenerator<T> {
  let rest = ''
  let cause: unknown = Error('the last line has no end')
  try {
    for await (const text of texts(answer)) {
      const lines = (rest + text).split('\n')
      rest = lines.pop()!
      for (const line of lines) yield JSON.parse(line) as T
    }
    if (rest === '') return
  } catch (error) {
    signal?.throwIfAborted()
    cause = error
  }
  throw networkError(answer.response.url, 'broke off', cause)
}
