import { createHash, hash } from 'node:crypto'
import { sequenceId } from '../digest/identifier.ts'
import { DIGEST_BYTES, sha512t24u } from '../digest/sha512t24u.ts'
import type { AttributeName } from './attributes.ts'
import { SortedDigests } from './sorted-digests.ts'

/**
 * Computes the GA4GH digest of a sequence collection (Sequence Collections 1.0.0, level 0) and those
 * of its attributes (level 1) from its members in order: the canonical JSON (RFC 8785) of each array
 * is hashed as it grows. Only the two sorted attributes take memory, 24 bytes a member each.
 */
export class CollectionDigester {
  readonly #names = new ArrayDigester()
  readonly #lengths = new ArrayDigester()
  readonly #sequences = new ArrayDigester()
  readonly #pairs = new ArrayDigester()
  readonly #sortedPairs = new SortedDigests()
  readonly #sortedSequences = new SortedDigests()
  /** The digest at hand: a new buffer each would take twice as long as the hash. */
  readonly #pair = Buffer.alloc(64)
  #attributes: ReadonlyMap<string, Uint8Array> | undefined

  /**
   * @param name - Well-formed, as what is decoded from UTF-8 always is.
   * @param sequence - Digest of the sequence, 24 bytes.
   */
  add(name: string, sequence: Uint8Array, length: number): void {
    // `JSON.stringify` of a well-formed string and of an integer is canonical.
    const quoted = JSON.stringify(name)
    const pair = pairOf(quoted, length)
    this.#names.add(quoted)
    this.#lengths.add(`${length}`)
    this.#sequences.add(`"${sequenceId(sequence)}"`)
    this.#pairs.add(pair)
    this.#pair.write(hash('sha512', pair, 'binary'), 'latin1')
    this.#sortedPairs.add(this.#pair)
    this.#sortedSequences.add(sequence)
  }

  /** The digest of what was added, 24 bytes; nothing can be added after it. */
  digest(): Uint8Array {
    const attributes = this.attributes()
    // The inherent ones.
    const level1 = {
      names: sha512t24u(attributes.get('names')!),
      sequences: sha512t24u(attributes.get('sequences')!),
    }
    return truncate(hash('sha512', JSON.stringify(level1), 'buffer'))
  }

  /** The digest of each attribute, 24 bytes, in the order of their table; nothing can be added after it. */
  attributes(): ReadonlyMap<string, Uint8Array> {
    this.#attributes ??= new Map<AttributeName, Uint8Array>([
      ['names', this.#names.digest()],
      ['lengths', this.#lengths.digest()],
      ['sequences', this.#sequences.digest()],
      ['name_length_pairs', this.#pairs.digest()],
      // The digests are elements as they are, sequences have their prefix (3.1 of the text).
      ['sorted_name_length_pairs', whole(digestSorted(this.#sortedPairs, ''))],
      ['sorted_sequences', whole(digestSorted(this.#sortedSequences, 'SQ.'))],
    ])
    return this.#attributes
  }
}

/**
 * Canonical JSON of an element of `name_length_pairs`.
 *
 * @param quoted - The name in canonical JSON.
 */
export function pairOf(quoted: string, length: number): string {
  return `{"length":${length},"name":${quoted}}`
}

/** Characters that are hashed at once: an update costs as much as hashing a kilobyte. */
const HASHED = 1 << 13

/** Hashes an array as canonical JSON, from the canonical JSON of its elements. */
class ArrayDigester {
  readonly #hash = createHash('sha512')
  #text = '['
  #empty = true

  add(element: string): void {
    this.#text += this.#empty ? element : `,${element}`
    this.#empty = false
    if (this.#text.length < HASHED) return
    this.#hash.update(this.#text)
    this.#text = ''
  }

  digest(): Uint8Array {
    return truncate(this.#hash.update(`${this.#text}]`).digest())
  }
}

/** Digest of an array of sorted digests, in steps of a few milliseconds. */
export function* digestSorted(
  digests: SortedDigests,
  prefix: '' | 'SQ.',
): Generator<undefined, Uint8Array> {
  const sha512 = createHash('sha512')
  const between = Buffer.from(`","${prefix}`)
  const out = Buffer.allocUnsafe(1 << 16)
  let length = out.write('[')
  let first = true
  for (const digest of digests.spelled()) {
    if (length + between.length + digest.length > out.length) {
      sha512.update(out.subarray(0, length))
      length = 0
      yield
    }
    length += first ? out.write(`"${prefix}`, length) : between.copy(out, length)
    out.set(digest, length)
    length += digest.length
    first = false
  }
  sha512.update(out.subarray(0, length))
  return truncate(sha512.update(first ? ']' : '"]').digest())
}

function whole<T>(steps: Generator<undefined, T>): T {
  for (;;) {
    const { done, value } = steps.next()
    if (done) return value
  }
}

function truncate(bytes: Uint8Array): Uint8Array {
  return Uint8Array.from(bytes.subarray(0, DIGEST_BYTES))
}
