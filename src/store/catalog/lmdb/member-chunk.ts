import { DIGEST_BYTES } from '../../../digest/sha512t24u.ts'
import { ByteReader, ByteWriter } from '../../binary.ts'
import { CHUNK_BYTES } from './collection-tables.ts'

/**
 * Gathers entries that belong under ascending ordinals into chunks of {@link CHUNK_BYTES}; only an
 * entry that alone is larger makes a larger chunk.
 */
export class ChunkWriter {
  readonly #bytes = new ByteWriter(2 * CHUNK_BYTES)
  readonly #onChunk: (first: number, chunk: Uint8Array, mayGrow: boolean) => void
  #first = 0
  #next = 0
  #entryStart = 0
  /** Bytes by which the chunk may still grow. */
  #spare = 0

  /**
   * @param onChunk - Given each chunk, a view, with the ordinal of its first entry, and whether it has
   * one that may grow.
   */
  constructor(onChunk: (first: number, chunk: Uint8Array, mayGrow: boolean) => void) {
    this.#onChunk = onChunk
  }

  /** Begins the next entry, which is to be written into what is returned. */
  begin(): ByteWriter {
    this.#entryStart = this.#bytes.length
    return this.#bytes
  }

  /** Ends an entry, which may later grow by `spare` bytes. */
  endEntry(spare = 0): void {
    const bytes = this.#bytes
    this.#spare += spare
    if (bytes.length + this.#spare > CHUNK_BYTES && this.#entryStart > 0) {
      const entry = bytes.view().slice(this.#entryStart)
      bytes.length = this.#entryStart
      this.#spare -= spare
      this.#flush()
      bytes.raw(entry)
      this.#spare = spare
    }
    this.#next++
  }

  /** Passes on what is held; the next entry is the first of another list. */
  end(): void {
    if (this.#bytes.length > 0) this.#flush()
    this.#first = 0
    this.#next = 0
    this.#spare = 0
  }

  #flush(): void {
    this.#onChunk(this.#first, this.#bytes.view(), this.#spare > 0)
    this.#bytes.length = 0
    this.#first = this.#next
    this.#spare = 0
  }
}

/** A member as a chunk holds it: digest, varint length, text name. */
export interface StoredMember {
  readonly digest: Uint8Array
  readonly length: number
  readonly name: string
}

export function* readMembers(chunk: Uint8Array): Generator<StoredMember> {
  const from = new ByteReader(chunk)
  while (!from.done) {
    yield { digest: from.raw(DIGEST_BYTES), length: from.integer(), name: from.text() }
  }
}

/**
 * Copies a chunk of members, with the length of each as `lengthOf` gives it.
 *
 * @param lengthOf - Given a digest, a view, and the length that the chunk states.
 */
export function copyMembers(
  chunk: Uint8Array,
  into: ByteWriter,
  lengthOf: (digest: Uint8Array, stated: number) => number,
): void {
  const from = new ByteReader(chunk)
  into.length = 0
  while (!from.done) {
    const digest = from.view(DIGEST_BYTES)
    into.raw(digest)
    into.integer(lengthOf(digest, from.integer()))
    into.sized(from.view(from.integer()))
  }
}

export function* readTexts(chunk: Uint8Array): Generator<string> {
  const from = new ByteReader(chunk)
  while (!from.done) yield from.text()
}
