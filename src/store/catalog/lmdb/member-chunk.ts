import { DIGEST_BYTES } from '../../../digest/sha512t24u.ts'
import { ByteReader, ByteWriter } from '../../binary.ts'
import { CHUNK_BYTES } from './collection-tables.ts'

/**
 * Gathers entries that belong under ascending ordinals into chunks of {@link CHUNK_BYTES}; only an
 * entry that alone is larger makes a larger chunk.
 */
export class ChunkWriter {
  readonly #bytes = new ByteWriter(2 * CHUNK_BYTES)
  readonly #onChunk: (first: number, chunk: Uint8Array) => void
  #first = 0
  #next = 0
  #entryStart = 0
  /** Bytes by which the chunk may still grow. */
  #spare = 0

  /** @param onChunk - Given each chunk, a view, with the ordinal of its first entry. */
  constructor(onChunk: (first: number, chunk: Uint8Array) => void) {
    this.#onChunk = onChunk
  }

  /** Adds what `write` writes as the next entry, which may later grow by `spare` bytes. */
  add(write: (out: ByteWriter) => void, spare = 0): void {
    const bytes = this.#bytes
    this.#entryStart = bytes.length
    write(bytes)
    this.#spare += spare
    if (bytes.length + this.#spare > CHUNK_BYTES && this.#entryStart > 0) {
      const entry = bytes.view().slice(this.#entryStart)
      bytes.length = this.#entryStart
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
    this.#onChunk(this.#first, this.#bytes.view())
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

export function writeMember(
  out: ByteWriter,
  digest: Uint8Array,
  length: number,
  name: string,
): void {
  out.raw(digest)
  out.integer(length)
  out.text(name)
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
