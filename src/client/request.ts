import { errorOf, networkError, SeqkeepError } from './errors.ts'

/** How requests are made. */
export interface Transport {
  readonly fetch: typeof globalThis.fetch
  /** Times that a request is repeated. */
  readonly retries: number
  /** Milliseconds before the first repetition; doubled before each further one, up to 30 s. */
  readonly retryDelay: number
  /** Milliseconds without a byte after which a connection counts as broken. */
  readonly timeout: number
}

export interface Answer {
  readonly response: Response
  /** The body, to be read once. Its end, or that of who reads it, ends the connection's claim on all else. */
  readonly pieces: AsyncGenerator<Uint8Array>
  /** Ends an answer of which no piece is wanted. */
  readonly end: () => void
}

const LONGEST_DELAY = 30_000
/** Characters of an error's body that are looked at. */
const LONGEST_ERROR = 1_000_000

/**
 * Makes a request, again where that may help: the network, 408, 429 and 5xx but 501.
 *
 * @param read - Takes what is wanted from the answer; where it fails for the network, all is done again.
 * @throws {@link SeqkeepError} for every answer that is not 2xx, and when there is none.
 */
export async function request<T>(
  transport: Transport,
  url: string,
  init: RequestInit,
  signal: AbortSignal | undefined,
  read: (answer: Answer) => T | Promise<T>,
): Promise<T> {
  for (let attempt = 0; ; attempt++) {
    let failure: SeqkeepError
    let wait = 0
    try {
      const answer = await open(transport, url, init, signal)
      const { response } = answer
      if (response.ok) return await read(answer)
      failure = errorOf(response, await textOf(answer).catch(() => ''))
      wait = delayOf(response.headers.get('Retry-After'))
      if (failure.kind !== 'server' || wait > LONGEST_DELAY) throw failure
    } catch (cause) {
      signal?.throwIfAborted()
      if (cause instanceof SeqkeepError) throw cause
      failure = networkError(url, 'does not answer', cause)
    }
    if (attempt >= transport.retries) throw failure
    await backOff(transport, attempt, signal, wait)
  }
}

/** Not by AbortSignal.any: what that makes of a signal that lives long is not freed in some versions of Node. */
async function open(
  { fetch, timeout }: Transport,
  url: string,
  init: RequestInit,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  signal?.throwIfAborted()
  const controller = new AbortController()
  const stop = () => controller.abort(signal?.reason)
  signal?.addEventListener('abort', stop)
  const end = () => {
    signal?.removeEventListener('abort', stop)
    controller.abort()
  }
  // Only while the server is waited for: who reads may take any time.
  const inTime = async <T>(coming: Promise<T>): Promise<T> => {
    const silent = () => controller.abort(Error(`nothing came for ${timeout} ms`))
    const timer = timeout > 0 ? setTimeout(silent, timeout) : undefined
    try {
      return await coming
    } finally {
      clearTimeout(timer)
    }
  }
  async function* pieces() {
    const reader = response.body?.getReader()
    try {
      // Some platforms have fetch without streams.
      if (!reader) yield new Uint8Array(await inTime(response.arrayBuffer()))
      else {
        for (;;) {
          const { value } = await inTime(reader.read())
          // What has arrived before could be read even then.
          signal?.throwIfAborted()
          if (!value) return
          yield value
        }
      }
    } finally {
      reader?.cancel().catch(() => {})
      end()
    }
  }
  let response: Response
  try {
    const coming = fetch(url, { ...init, signal: controller.signal })
    // How a body that is sent gets on, nobody can tell.
    response = await (init.body ? coming : inTime(coming))
  } catch (error) {
    end()
    throw error
  }
  return { response, pieces: pieces(), end }
}

/** The body as text, piece by piece. */
export async function* texts({ pieces }: Answer): AsyncGenerator<string> {
  const decoder = new TextDecoder()
  for await (const piece of pieces) yield decoder.decode(piece, { stream: true })
}

/** The body as text, or as much of it as tells what is wrong. */
export async function textOf(answer: Answer): Promise<string> {
  let text = ''
  for await (const more of texts(answer)) {
    text += more
    if (!answer.response.ok && text.length > LONGEST_ERROR) break
  }
  return text
}

/** Milliseconds of a Retry-After, which is seconds or a date. */
function delayOf(after: string | null): number {
  return after === null ? 0 : Number(after) * 1000 || Date.parse(after) - Date.now() || 0
}

/** Waits before a repetition: longer each time, and not all clients at the same moment. */
export async function backOff(
  { retryDelay }: Transport,
  attempt: number,
  signal: AbortSignal | undefined,
  least = 0,
): Promise<void> {
  signal?.throwIfAborted()
  const delay = retryDelay * 2 ** attempt * (0.5 + Math.random() / 2)
  await new Promise<void>((resolve) => {
    const timer = setTimeout(done, Math.max(Math.min(delay, LONGEST_DELAY), least))
    function done() {
      clearTimeout(timer)
      signal?.removeEventListener('abort', done)
      resolve()
    }
    signal?.addEventListener('abort', done)
  })
  signal?.throwIfAborted()
}
