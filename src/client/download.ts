import { SeqkeepError } from './errors.ts'
import { backOff, pieces, request, type Transport } from './request.ts'

/** What is downloaded, and how a part of it that is left is asked for. */
export interface Source {
  readonly url: string
  readonly headers: Readonly<Record<string, string>>
  /** URL of what follows the first `done` bytes; none where only a Range can ask for that. */
  readonly rest?: (done: number) => string
  /** Bytes that there must be, where that is known before. */
  readonly length?: number | undefined
}

/**
 * Downloads a body piece by piece. Where a connection breaks, it goes on behind what was received:
 * by {@link Source.rest}, by Range where the server takes that, else by reading over it once more.
 *
 * @throws {@link SeqkeepError}
 */
export async function* download(
  transport: Transport,
  source: Source,
  signal: AbortSignal | undefined,
): AsyncGenerator<Uint8Array, void, void> {
  let done = 0
  let total = source.length
  let tag: string | undefined
  for (let failures = 0; ; ) {
    const answer = await request(transport, ...restOf(source, done, tag), signal)
    const { response } = answer
    // Of a later answer, the length is that of the rest.
    if (done === 0) {
      total ??= lengthOf(response)
      tag = tagForRange(response.headers)
    }
    let skip = startsBehind(response, source, done) ? 0 : done
    let cause: unknown = 'the connection ended'
    try {
      for await (const piece of pieces(answer)) {
        failures = 0
        const fresh = piece.subarray(skip)
        skip = Math.max(0, skip - piece.length)
        done += fresh.length
        if (fresh.length > 0) yield fresh
      }
      if (done >= (total ?? 0)) break
    } catch (error) {
      cause = error
    }
    signal?.throwIfAborted()
    if (failures >= transport.retries) {
      const message = `${source.url} broke off after ${done} bytes: ${cause}`
      throw new SeqkeepError('network', message, source.url, { cause })
    }
    await backOff(transport, failures++, signal)
  }
  if (done > (total ?? done)) {
    const message = `${source.url} has ${done} bytes instead of ${total}`
    throw new SeqkeepError('wrong content', message, source.url)
  }
}

function restOf(
  { url, headers, rest }: Source,
  done: number,
  tag: string | undefined,
): [url: string, init: RequestInit] {
  if (done === 0) return [url, { headers }]
  if (rest) return [rest(done), { headers }]
  if (tag === undefined) return [url, { headers }]
  const range = { Range: `bytes=${done}-`, ...(tag !== '' && { 'If-Range': tag }) }
  return [url, { headers: { ...headers, ...range } }]
}

/** Whether an answer starts behind what was received, as it was asked to. */
function startsBehind({ status, headers }: Response, { rest }: Source, done: number): boolean {
  if (done === 0 || rest) return true
  return status === 206 && headers.get('Content-Range')?.startsWith(`bytes ${done}-`) === true
}

/** Entity tag with which a Range may be asked for; `undefined` where none may. */
function tagForRange(headers: Headers): string | undefined {
  if (headers.get('Accept-Ranges') !== 'bytes') return undefined
  const tag = headers.get('ETag') ?? ''
  return tag.startsWith('W/') ? '' : tag
}

function lengthOf({ headers }: Response): number | undefined {
  const length = headers.get('Content-Length')
  return length === null || headers.get('Content-Encoding') !== null ? undefined : Number(length)
}
