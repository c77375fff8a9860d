import { hash } from 'node:crypto'
import { DIGEST_BYTES, sha512t24u } from '../digest/sha512t24u.ts'
import { ATTRIBUTES } from './attributes.ts'
import { NameAttributes } from './name-attributes.ts'
import { SequenceAttributes } from './sequence-attributes.ts'

/** The digest of a collection and those of its attributes, 24 bytes each, these in the order of their table. */
export interface CollectionDigest {
  readonly digest: Uint8Array
  readonly attributes: ReadonlyMap<string, Uint8Array>
}

/**
 * Computes the GA4GH digest of a sequence collection (Sequence Collections 1.0.0, level 0) and those
 * of its attributes (level 1) from its members in order: the canonical JSON (RFC 8785) of each array
 * is hashed as it grows. Only the two sorted attributes take memory, 32 bytes a member each.
 *
 * All of it is bytes: with strings, a million members took 2.4 s, of which the hash functions are 0.35.
 */
export class CollectionDigester {
  readonly #names = new NameAttributes()
  readonly #sequences = new SequenceAttributes()
  #digested: CollectionDigest | undefined

  /**
   * @param name - Well-formed, as what is decoded from UTF-8 always is.
   * @param sequence - Digest of the sequence, 24 bytes.
   */
  add(name: string, sequence: Uint8Array, length: number): void {
    const text = Buffer.from(name)
    this.#names.add(text, 0, text.length, length)
    this.#sequences.add(sequence, 0, length)
  }

  /** The digest of what was added, 24 bytes; nothing can be added after it. */
  digest(): Uint8Array {
    return this.#whole().digest
  }

  /** The digest of each attribute, 24 bytes, in the order of their table; nothing can be added after it. */
  attributes(): ReadonlyMap<string, Uint8Array> {
    return this.#whole().attributes
  }

  #whole(): CollectionDigest {
    this.#digested ??= digestOf([...this.#names.digests(), ...this.#sequences.digests()])
    return this.#digested
  }
}

/** The digest of a collection from those of all its attributes, which may come in any order. */
export function digestOf(digests: Iterable<readonly [string, Uint8Array]>): CollectionDigest {
  const known = new Map(digests)
  const attributes = new Map(ATTRIBUTES.map(({ name }) => [name as string, known.get(name)!]))
  // The inherent ones.
  const level1 = {
    names: sha512t24u(attributes.get('names')!),
    sequences: sha512t24u(attributes.get('sequences')!),
  }
  const whole = hash('sha512', JSON.stringify(level1), 'buffer')
  return { digest: Uint8Array.from(whole.subarray(0, DIGEST_BYTES)), attributes }
}

/**
 * Canonical JSON of an element of `name_length_pairs`.
 *
 * @param quoted - The name in canonical JSON.
 */
export function pairOf(quoted: string, length: number): string {
  return `{"length":${length},"name":${quoted}}`
}
