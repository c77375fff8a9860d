import { networkError, SeqkeepError, wrongContent } from './errors.ts'
import { type Answer, backOff, request, type Transport } from './request.ts'

/** What is downloaded, and how a part of it that is left is asked for. */
export interface Source {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** Whether Range may ask for what is left: beside `start` and `end`, each server takes it for something else. */
  readonly byRange: boolean
  /** URL of what follows the first `done` bytes of a part that never changes. */
  readonly rest?: ((done: number) => string) | undefined
  /** Bytes that there must be, where that is known before. */
  readonly length?: number | undefined
}

/**
 * Downloads a body piece by piece. Where a connection breaks, it goes on behind what was received:
 * by {@link Source.rest}, by Range where the server takes that, else by reading over it once more.
 *
 * @throws {@link SeqkeepError} `wrong content` when there is more or less than there must be, or
 * something else than before.
 */
export async function* download(
  transport: Transport,
  { url, headers, byRange, rest, length }: Source,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, void> {
  let done = 0
  let takesRange = false
  let firstTag: string | null = null

  const get = (from: string, more?: Record<string, string>) =>
    request(transport, from, { headers: { ...headers, ...more } }, signal, (answer) => answer)

  /** Asks for what is left: an answer that repeats so many bytes which were received before. */
  const ask = async (): Promise<[answer: Answer, repeated: number]> => {
    if (done > 0 && rest) return [await get(rest(done)), 0]
    if (done > 0 && takesRange) {
      try {
        // A weak tag may not stand in If-Range.
        const same = firstTag?.startsWith('"') && { 'If-Range': firstTag }
        const answer = await get(url, { Range: `bytes=${done}-`, ...same })
        const { response } = answer
        const from = /^bytes (\d+)-/.exec(response.headers.get('Content-Range') ?? '')?.[1]
        const repeated = response.status === 206 ? done - Number(from) : done
        if (repeated >= 0) return [answer, repeated]
        answer.end()
      } catch {
        signal?.throwIfAborted()
      }
      // Not every server does what it promised, and across origins not every browser may ask for it.
      takesRange = false
    }
    return [await get(url), done]
  }

  for (let failures = 0; ; ) {
    let [{ response, pieces, end }, skip] = await ask()
    // Where the body was compressed, headers tell of what is not seen here.
    const header = (name: string) =>
      response.headers.get('Content-Encoding') === null ? response.headers.get(name) : null
    const tag = header('ETag')
    // 0 where it is not known: across origins, a browser does not show whether it was compressed.
    const size = response.type === 'cors' ? 0 : Number(header('Content-Length'))
    if (done === 0) {
      firstTag = tag
      takesRange = byRange && header('Accept-Ranges') === 'bytes'
      length ??= size || undefined
    }
    let received = 0
    let cause: unknown = Error('the connection ended')
    try {
      if (!rest && tag && firstTag && tag !== firstTag) throw wrongContent(url, 'changed meanwhile')
      for await (const piece of pieces) {
        received += piece.length
        const fresh = piece.subarray(skip)
        skip = Math.max(0, skip - piece.length)
        if (fresh.length === 0) continue
        failures = 0
        done += fresh.length
        if (done > (length ?? done)) throw wrongContent(url, `has more than ${length} bytes`)
        yield fresh
      }
      if (done >= (length ?? 0)) return
      if (received === size) throw wrongContent(url, `has ${done} bytes instead of ${length}`)
    } catch (error) {
      if (error instanceof SeqkeepError) throw error
      cause = error
    } finally {
      end()
    }
    signal?.throwIfAborted()
    if (failures >= transport.retries) {
      throw networkError(url, `broke off after ${done} bytes`, cause)
    }
    await backOff(transport, failures++, signal)
  }
}
