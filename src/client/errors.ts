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
export async function errorOf(response: Response): Promise<SeqkeepError> {
  const { status, url } = response
  const text = await response.text().catch(() => '')
  let body: unknown = text
  try {
    body = JSON.parse(text)
  } catch {}
  const said = (body as { message?: unknown })?.message ?? text.slice(0, 200)
  return new SeqkeepError(kindOf(status), `${status} at ${url}: ${said}`, url, { status, body })
}

function kindOf(status: number): ErrorKind {
  if (status === 404 || status === 410) return 'not found'
  if (status === 300) return 'ambiguous'
  if ([405, 406, 415, 501].includes(status)) return 'unsupported'
  return status >= 500 || status === 408 || status === 429 ? 'server' : 'bad request'
}
