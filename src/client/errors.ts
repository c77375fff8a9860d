/** What went wrong, for programs. */
export type ErrorKind =
  /** 404: the server has nothing of this name. */
  | 'not found'
  /** 300: several things have this name; {@link SeqkeepError.body} lists them. */
  | 'ambiguous'
  /** 416, 400: the range or another parameter is not possible. */
  | 'bad request'
  /** 406, 415, 405, 501: the server does not do this. */
  | 'unsupported'
  /** 429, 5xx, after all retries. */
  | 'server'
  /** No answer, or a broken one, after all retries. */
  | 'network'
  /** The answer is not what was asked for: other residues than the digest says, or another length. */
  | 'wrong content'

/** Every error of this client, but for the `AbortError` of a signal. */
export class SeqkeepError extends Error {
  override readonly name = 'SeqkeepError'
  declare readonly kind: ErrorKind
  declare readonly url: string
  /** Of HTTP, where there was an answer. */
  declare readonly status?: number
  /** What the server said: JSON where it is that, else text. */
  declare readonly body?: unknown

  constructor(
    kind: ErrorKind,
    message: string,
    url: string,
    extras: { readonly status?: number; readonly body?: unknown; readonly cause?: unknown } = {},
  ) {
    super(message)
    Object.assign(this, { kind, url, ...extras })
  }
}

/** The error that an answer is. */
export function errorOf({ status, url }: Response, text: string): SeqkeepError {
  let body: unknown = text
  try {
    body = JSON.parse(text)
  } catch {}
  const { message, detail } = (body ?? {}) as { message?: unknown; detail?: unknown }
  const said = message ?? detail ?? text.slice(0, 200)
  const what = said ? `: ${said}` : ''
  return new SeqkeepError(kindOf(status), `${status} at ${url}${what}`, url, { status, body })
}

/** The error of an answer that is not what it should be. */
export function wrongContent(url: string, what: string): SeqkeepError {
  return new SeqkeepError('wrong content', `${url} ${what}`, url)
}

/** The error of an answer that did not come, or not whole. */
export function networkError(url: string, what: string, cause: unknown): SeqkeepError {
  // Node hides what happened below a "fetch failed".
  const { cause: inner, message } = cause as Error & { cause?: { message?: string; code?: string } }
  const reason = inner?.message || inner?.code || message
  return new SeqkeepError('network', `${url} ${what}: ${reason}`, url, { cause })
}

function kindOf(status: number): ErrorKind {
  if (status === 404 || status === 410) return 'not found'
  if (status === 300) return 'ambiguous'
  if ([405, 406, 415, 501].includes(status)) return 'unsupported'
  return status >= 500 || status === 408 || status === 429 ? 'server' : 'bad request'
}
