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
import { download } from './download.ts'
import { SeqkeepError, wrongContent } from './errors.ts'
import { jsonLines } from './json-lines.ts'
import { type Answer, request, type Transport, textOf } from './request.ts'
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

/** What can be sent, and sent again. */
type Body = Exclude<NonNullable<RequestInit['body']>, ReadableStream>

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
    this.#transport = {
      fetch: options.fetch ?? ((...request) => fetch(...request)),
      retries: options.retries ?? 4,
      retryDelay: options.retryDelay ?? 250,
      timeout: options.timeout ?? 60_000,
    }
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
    return new TextDecoder().decode(await this.bytes(id, options))
  }

  /** As {@link SeqkeepClient.sequence}, one byte a residue. */
  async bytes(id: string, options: SequenceOptions = {}): Promise<Uint8Array<ArrayBuffer>> {
    const { start, end, signal, verify = true } = options
    signal?.throwIfAborted()
    const key = `${id} ${start} ${end}`
    // A name may come to mean something else, and what was not verified may not be given out as if it were.
    const isKept = verifierOf(id) && (verify || !isWhole(options))
    const known = isKept && this.#cache.get(key)
    if (known) return known
    const pieces: Uint8Array<ArrayBuffer>[] = []
    for await (const piece of this.stream(id, options)) pieces.push(piece as (typeof pieces)[0])
    const bytes = new Uint8Array(await new Blob(pieces).arrayBuffer())
    if (isKept) this.#cache.set(key, bytes)
    return bytes
  }

  /**
   * The same piece by piece, in memory that does not grow with the sequence.
   *
   * @throws {@link SeqkeepError} `wrong content` after the last piece, when the whole is not what the
   * digest names: what was given out before must then be thrown away.
   */
  async *stream(id: string, options: SequenceOptions = {}): AsyncGenerator<Uint8Array, void, void> {
    const { start = 0, end, signal, verify = true } = options
    const base = `${this.#base}/sequence/${encoded(id)}`
    const isPart = !isWhole(options)
    const own = verifierOf(id)
    let verifier = own
    const wraps = start > end!
    let length = isPart && !wraps && end !== undefined ? end - start : undefined
    if (isPart ? length === undefined : verify && !own) {
      // Of a part, as nobody could tell else that a server passes over `start`.
      const metadata = await this.metadata(id, signal && { signal })
      length = metadata.length - start + (wraps ? end! : 0)
      verifier = verifierOf(metadata.id ?? '') ?? verifierOf(metadata.md5)
    }
    if (isPart || !verify) verifier = undefined
    const rest =
      own && isPart && !wraps ? (done: number) => base + query(start + done, end) : undefined
    const url = base + query(options.start, end)
    const headers = { ...this.#headers, Accept: RESIDUES }
    const source = { url, headers, byRange: !isPart, length, rest }
    for await (const piece of download(this.#transport, source, signal)) {
      verifier?.update(piece)
      yield piece
    }
    if (verifier && !verifier.matches()) {
      throw wrongContent(url, `has other residues than ${id} names`)
    }
  }

  /** What is known of a sequence. */
  async metadata(id: string, options: CallOptions = {}): Promise<Metadata> {
    const path = `/sequence/${encoded(id)}/metadata`
    const metadata = readMetadata(await this.#json(path, options))
    if (metadata) return metadata
    throw wrongContent(this.#base + path, 'has no metadata of refget')
  }

  /**
   * Many parts at once (seqkeep alone has this), in the order in which they are asked for. One that
   * cannot be had is an answer with an `error`.
   */
  async *sequences(
    regions: Iterable<Region>,
    options: CallOptions = {},
  ): AsyncGenerator<RegionAnswer, void, void> {
    const body = JSON.stringify([...regions])
    const type = 'application/x-ndjson'
    const answer = await this.#ask('/sequences', options, (it) => it, body, type)
    yield* jsonLines<RegionAnswer>(answer, options.signal)
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
    return this.#json(path, options, JSON.stringify(b))
  }

  /** Which collections a file describes: a SAM, BAM, CRAM or VCF header, .fai, .dict, FASTA ... */
  identify(file: Body, options: CallOptions = {}): Promise<unknown> {
    return this.#json('/identify', options, file)
  }

  /** What the server says of itself. */
  serviceInfo(options: CallOptions = {}): Promise<unknown> {
    return this.#json('/sequence/service-info', options)
  }

  async #json<T>(path: string, options: CallOptions, body?: Body): Promise<T> {
    const text = await this.#ask(path, options, textOf, body)
    try {
      return JSON.parse(text)
    } catch {
      throw wrongContent(this.#base + path, 'is no JSON')
    }
  }

  /** Posts what there is to send. */
  #ask<T>(
    path: string,
    { signal }: CallOptions,
    read: (answer: Answer) => T | Promise<T>,
    body?: Body,
    accept = JSON_TYPE,
  ): Promise<T> {
    const type = typeof body === 'string' && { 'Content-Type': JSON_TYPE }
    const headers = { Accept: accept, ...type, ...this.#headers }
    const init = body === undefined ? { headers } : { method: 'POST', body, headers }
    return request(this.#transport, this.#base + path, init, signal, read)
  }
}

function isWhole({ start, end }: Part): boolean {
  return start === undefined && end === undefined
}

/** A part of a path; colons stay readable, as every server takes them so. */
function encoded(text: string): string {
  // Every URL with these leads elsewhere, however they are encoded.
  if (/^\.{0,2}$/.test(text)) throw new SeqkeepError('bad request', `'${text}' names nothing`, text)
  return encodeURIComponent(text).replaceAll('%3A', ':')
}

function query(start: number | undefined, end: number | undefined): string {
  const from = start === undefined ? '' : `?start=${start}`
  return end === undefined ? from : `${from ? `${from}&` : '?'}end=${end}`
}
