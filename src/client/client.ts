import {
  type Collection,
  type CollectionPage,
  type Comparison,
  type Metadata,
  type Region,
  type RegionAnswer,
  readMetadata,
} from './answers.ts'
import { Cache } from './cache.ts'
import { download, type Source } from './download.ts'
import { SeqkeepError } from './errors.ts'
import { brokenOff, jsonLines } from './json-lines.ts'
import { request, type Transport } from './request.ts'
import { verifierOf } from './verify.ts'

export interface ClientOptions {
  /** The platform's own if absent. */
  readonly fetch?: typeof globalThis.fetch
  /** Times that a request is repeated after a failure that may pass; 4 if absent. */
  readonly retries?: number
  /** Milliseconds before the first repetition, doubled before each further one; 250 if absent. */
  readonly retryDelay?: number
  /** Milliseconds without a byte after which a connection counts as broken; 60,000 if absent. */
  readonly timeout?: number
  /** Bytes of residues that are kept; 32 MiB if absent, 0 for none. */
  readonly cacheBytes?: number
  /** Sent with each request, such as `Authorization`. */
  readonly headers?: Readonly<Record<string, string>>
}

/** Which part of a sequence: 0-based, half-open; `start` after `end` goes through the origin of a circular one. */
export interface Part {
  readonly start?: number
  readonly end?: number
}

/** What can be sent. */
type Body = NonNullable<RequestInit['body']>

export interface CallOptions {
  readonly signal?: AbortSignal
}

export interface SequenceOptions extends Part, CallOptions {
  /** Whether a whole sequence is checked against its digest; it is unless this is `false`. */
  readonly verify?: boolean
}

/** Every server of refget sends these, whatever its version. */
const RESIDUES = 'text/plain'
const JSON_TYPE = 'application/json'

/**
 * A client of seqkeep and of any other server of GA4GH refget (1 and 2) and Sequence Collections, for
 * Node, browsers and workers. Whole sequences are verified; broken transfers are taken up again.
 */
export class SeqkeepClient {
  readonly #base: string
  readonly #transport: Transport
  readonly #headers: Readonly<Record<string, string>>
  readonly #cache: Cache

  /** @param url - Of the service: what comes before `/sequence/...`. */
  constructor(url: string | URL, options: ClientOptions = {}) {
    this.#base = String(url).replace(/\/+$/, '')
    const { fetch = globalThis.fetch.bind(globalThis), retries = 4, retryDelay = 250 } = options
    this.#transport = { fetch, retries, retryDelay, timeout: options.timeout ?? 60_000 }
    this.#headers = options.headers ?? {}
    this.#cache = new Cache(options.cacheBytes ?? 32 << 20)
  }

  /**
   * The residues of a sequence, or of a part of it.
   *
   * @param id - A digest, or `authority:alias`.
   * @throws {@link SeqkeepError}
   */
  async sequence(id: string, options: SequenceOptions = {}): Promise<string> {
    return new TextDecoder('latin1').decode(await this.bytes(id, options))
  }

  /** As {@link SeqkeepClient.sequence}, one byte a residue. They are kept: do not write to them. */
  async bytes(id: string, options: SequenceOptions = {}): Promise<Uint8Array> {
    const key = `${id} ${options.start} ${options.end}`
    const known = this.#cache.get(key)
    if (known) return known
    const pieces: Uint8Array<ArrayBuffer>[] = []
    for await (const piece of this.stream(id, options)) pieces.push(piece as (typeof pieces)[0])
    const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer())
    // A name may come to mean something else.
    if (verifierOf(id) && !this.#cache.get(key)) this.#cache.set(key, bytes)
    return bytes
  }

  /**
   * The same piece by piece, in memory that does not grow with the sequence.
   *
   * @throws {@link SeqkeepError} `wrong content` after the last piece, when the whole is not what the
   * digest names: what was given out before must then be thrown away.
   */
  async *stream(
    id: string,
    { start, end, signal, verify = true }: SequenceOptions = {},
  ): AsyncGenerator<Uint8Array, void, void> {
    const source = this.#source(id, start, end)
    const isWhole = start === undefined && end === undefined
    let verifier = isWhole && verify ? verifierOf(id) : undefined
    let pieces = download(this.#transport, source, signal)
    if (isWhole && verify && !verifier) {
      // What a name means is asked once more, so that the digest is not that of another moment.
      const metadata = await this.metadata(id, { ...(signal && { signal }) })
      verifier = verifierOf(metadata.id ?? metadata.md5)
      pieces = download(this.#transport, { ...source, length: metadata.length }, signal)
    }
    for await (const piece of pieces) {
      verifier?.update(piece)
      yield piece
    }
    if (verifier && !verifier.matches()) {
      const { url } = source
      throw new SeqkeepError('wrong content', `${url} has other residues than ${id} names`, url)
    }
  }

  /** What is known of a sequence. */
  async metadata(id: string, options: CallOptions = {}): Promise<Metadata> {
    const path = `/sequence/${encoded(id)}/metadata`
    const metadata = readMetadata(await this.#json(path, options))
    if (metadata) return metadata
    throw new SeqkeepError('wrong content', `no refget metadata at ${path}`, this.#base + path)
  }

  /**
   * Many parts at once (seqkeep alone has this), in the order in which they are asked for. One that
   * cannot be had is an answer with an `error`.
   */
  async *sequences(
    regions: Iterable<Region>,
    options: CallOptions = {},
  ): AsyncGenerator<RegionAnswer, void, void> {
    const init = posted(JSON.stringify([...regions]), 'application/x-ndjson')
    yield* jsonLines<RegionAnswer>(await this.#ask('/sequences', options, init), options.signal)
  }

  /** A collection at level 2, or the digests of its attributes at level 1. */
  collection(id: string, options?: CallOptions & { readonly level?: 2 }): Promise<Collection>
  collection(
    id: string,
    options: CallOptions & { readonly level: 1 },
  ): Promise<Readonly<Record<string, string>>>
  collection(id: string, options: CallOptions & { readonly level?: 1 | 2 } = {}) {
    return this.#json(`/collection/${encoded(id)}?level=${options.level ?? 2}`, options)
  }

  /** Digests of the collections that have all of these attribute digests; pages count from 0. */
  collections(
    filters: Readonly<Record<string, string | number>> = {},
    options: CallOptions = {},
  ): Promise<CollectionPage> {
    const query = new URLSearchParams(filters as Record<string, string>)
    return this.#json(`/list/collection?${query}`, options)
  }

  /** The values of an attribute, by its digest. */
  attribute(name: string, digest: string, options: CallOptions = {}): Promise<readonly unknown[]> {
    return this.#json(`/attribute/collection/${encoded(name)}/${encoded(digest)}`, options)
  }

  /** Compares two collections; the second may be one that the server does not have. */
  comparison(a: string, b: string | Collection, options: CallOptions = {}): Promise<Comparison> {
    const path = `/comparison/${encoded(a)}`
    if (typeof b === 'string') return this.#json(`${path}/${encoded(b)}`, options)
    return this.#json(path, options, posted(JSON.stringify(b)))
  }

  /** Which collections a file describes: a SAM, BAM, CRAM or VCF header, .fai, .dict, FASTA ... */
  identify(file: Body, options: CallOptions = {}): Promise<unknown> {
    return this.#json('/identify', options, posted(file))
  }

  /** What the server says of itself. */
  serviceInfo(options: CallOptions = {}): Promise<unknown> {
    return this.#json('/sequence/service-info', options)
  }

  #source(id: string, start: number | undefined, end: number | undefined): Source {
    const base = `${this.#base}/sequence/${encoded(id)}`
    const url = base + query(start, end)
    const headers = { ...this.#headers, Accept: RESIDUES }
    if (start === undefined && end === undefined) return { url, headers }
    const from = start ?? 0
    if (end !== undefined && from > end) return { url, headers }
    const length = end === undefined ? undefined : end - from
    return { url, headers, length, rest: (done) => base + query(from + done, end) }
  }

  async #json<T>(path: string, options: CallOptions, init: RequestInit = {}): Promise<T> {
    const answer = await this.#ask(path, options, init)
    try {
      return (await answer.response.json()) as T
    } catch (cause) {
      throw brokenOff(answer, options.signal, cause)
    } finally {
      answer.alive(0)
    }
  }

  #ask(path: string, { signal }: CallOptions, init: RequestInit) {
    const headers = { Accept: JSON_TYPE, ...init.headers, ...this.#headers }
    return request(this.#transport, this.#base + path, { ...init, headers }, signal)
  }
}

/** A part of a path; colons stay readable, as every server takes them so. */
function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll('%3A', ':')
}

function query(start: number | undefined, end: number | undefined): string {
  const parts = [start !== undefined && `start=${start}`, end !== undefined && `end=${end}`]
  const text = parts.filter(Boolean).join('&')
  return text && `?${text}`
}

function posted(body: Body, accept = JSON_TYPE): RequestInit {
  const type = typeof body === 'string' ? { 'Content-Type': JSON_TYPE } : {}
  return { method: 'POST', body, headers: { Accept: accept, ...type } }
}
