import { errorOf, SeqkeepError } from './errors.ts'

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

/** An answer whose body is to be read by {@link pieces}. */
export interface Answer {
  readonly response: Response
  /** To be called at each piece, so that only silence ends it. */
  readonly alive: (timeout?: number) => void
}

const LONGEST_DELAY = 30_000

/**
 * Makes a request, again where that may help: the network, 408, 429 and 5xx but 501.
 *
 * @throws {@link SeqkeepError} for every answer that is not 2xx, and when there is none.
 */
export async function request(
  transport: Transport,
  url: string,
  init: RequestInit,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  for (let attempt = 0; ; attempt++) {
    let failure: SeqkeepError
    let wait = 0
    try {
      const answer = await once(transport, url, init, signal)
      const { response } = answer
      if (response.ok) return answer
      failure = await errorOf(response)
      answer.alive(0)
      if (failure.kind !== 'server') throw failure
      wait = Number(response.headers.get('Retry-After') ?? 0) * 1000 || 0
    } catch (cause) {
      signal?.throwIfAborted()
      if (cause instanceof SeqkeepError) throw cause
      failure = new SeqkeepError('network', `no answer from ${url}: ${cause}`, url, { cause })
    }
    if (attempt >= transport.retries) throw failure
    await backOff(transport, attempt, signal, wait)
  }
}

async function once(
  { fetch, timeout }: Transport,
  url: string,
  init: RequestInit,
  signal: AbortSignal | undefined,
): Promise<Answer> {
  const silence = new AbortController()
  let timer: ReturnType<typeof setTimeout> | undefined
  const alive = (ms = timeout) => {
    clearTimeout(timer)
    if (ms > 0) timer = setTimeout(() => silence.abort(new Error(`nothing came for ${ms} ms`)), ms)
  }
  alive()
  try {
    const either = AbortSignal.any([silence.signal, ...(signal ? [signal] : [])])
    const response = await fetch(url, { ...init, signal: either })
    return { response, alive }
  } catch (error) {
    alive(0)
    throw error
  }
}

/** The body of an answer. */
export async function* pieces({ response, alive }: Answer): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader()
  try {
    for (;;) {
      const piece = await reader?.read()
      if (!piece?.value) return
      alive()
      yield piece.value
    }
  } finally {
    alive(0)
    await reader?.cancel().catch(() => {})
  }
}

/** Waits before a repetition: longer each time, and not all clients at the same moment. */
export async function backOff(
  { retryDelay }: Transport,
  attempt: number,
  signal: AbortSignal | undefined,
  least = 0,
): Promise<void> {
  const delay = retryDelay * 2 ** attempt * (0.5 + Math.random() / 2)
  await new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, Math.min(Math.max(delay, least), LONGEST_DELAY))
    const stop = () => resolve(clearTimeout(timer))
    signal?.addEventListener('abort', stop, { once: true })
  })
  signal?.throwIfAborted()
}
