import { type Identifier, sequenceId } from '../digest/identifier.ts'
import { whenThere } from '../store/awaitable.ts'
import type { Awaitable, SequenceRecord, SequenceStore } from '../store/store.ts'
import { CACHE } from './caching.ts'
import { ProtocolError } from './errors.ts'
import { RecentNames } from './recent-names.ts'

/** The one sequence that an identifier names. */
export interface Found {
  readonly record: SequenceRecord
  /** `SQ.` and the digest. */
  readonly id: string
  /** How long its residues may be cached under this name. */
  readonly cacheControl: string
  /** What its metadata last came to; kept as long as this is, and so forgotten when names are added. */
  metadata?: { readonly version: string; readonly body: string; readonly etag: string }
}

/** Names whose sequence is kept, and how long they may be. */
const REMEMBERED = 4096
const REMEMBERED_LENGTH = 100

/**
 * Names that find no room before all are forgotten. Where more are asked for than have room, to forget at once would
 * only make garbage of what lives long enough to cost.
 */
const PATIENCE = 16 * REMEMBERED

/** Finds the sequences of a route's URLs. */
export class SequenceFinder {
  readonly #store: SequenceStore
  readonly #identifiers: (text: string) => readonly Identifier[]
  readonly #urlOf: (id: string) => string
  /** What was found while the store's look-ups answered as they do now. */
  readonly #found = new Map<string, Found>()
  #version: number | undefined
  readonly #recent = new RecentNames()
  /** Names that found no room. */
  #refused = 0

  /**
   * @param identifiers What the protocol takes a name for: the first that is known counts.
   * @param urlOf Makes the URL for each of several sequences, from an identifier.
   */
  constructor(
    store: SequenceStore,
    identifiers: (text: string) => readonly Identifier[],
    urlOf: (id: string) => string,
  ) {
    this.#store = store
    this.#identifiers = identifiers
    this.#urlOf = urlOf
  }

  /**
   * Finds the sequence of a URL: at once where it was found before and nothing was committed since,
   * which spares a small answer a fifth of its time.
   *
   * @param text The name, as the URL has it.
   * @throws An answer of 404 when nothing is known by the name, of 300 with the list when several are.
   */
  find(text: string): Awaitable<Found> {
    const version = this.#store.version()
    if (version !== this.#version) {
      this.#found.clear()
      this.#version = version
    }
    return this.#found.get(text) ?? this.#lookUp(text, version)
  }

  #lookUp(text: string, version: number): Awaitable<Found> {
    const identifiers = this.#identifiers(text)
    const from = (index: number): Awaitable<Found> => {
      const identifier = identifiers[index]
      if (!identifier) throw new ProtocolError('SEQUENCE_NOT_FOUND', { id: text })
      return whenThere(this.#store.find(identifier), (records) => {
        const [record, ...others] = records
        if (record === undefined) return from(index + 1)
        if (others.length > 0) throw severalSequences(text, records, this.#urlOf)
        const cacheControl = 'digest' in identifier ? CACHE.immutable : CACHE.brief
        const found = { record, id: sequenceId(record.digest), cacheControl }
        this.#remember(text, found, version)
        return found
      })
    }
    return from(0)
  }

  #remember(text: string, found: Found, version: number): void {
    if (text.length > REMEMBERED_LENGTH || version !== this.#version) return
    if (!this.#recent.isAgain(text)) return
    if (this.#found.size >= REMEMBERED && !this.#makeRoom()) return
    this.#found.set(text, found)
  }

  /** Forgets all, once so many others were asked for again that what is remembered may be of the past. */
  #makeRoom(): boolean {
    if (++this.#refused < PATIENCE) return false
    this.#refused = 0
    this.#found.clear()
    return true
  }
}

function severalSequences(
  text: string,
  records: readonly SequenceRecord[],
  urlOf: (id: string) => string,
): ProtocolError {
  const sequences = records.map(({ digest, length }) => {
    const id = `ga4gh:${sequenceId(digest)}`
    return { id, url: urlOf(id), length }
  })
  return new ProtocolError('SEVERAL_SEQUENCES', { id: text }, { body: { sequences } })
}
