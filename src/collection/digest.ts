import { createHash } from 'node:crypto'
import { sequenceId } from '../digest/identifier.ts'
import { DIGEST_BYTES, sha512t24u } from '../digest/sha512t24u.ts'

/**
 * Computes the GA4GH digest of a sequence collection (Sequence Collections 1.0.0, level 0) from
 * its members in order, in constant memory: the canonical JSON (RFC 8785) of the arrays `names`
 * and `sequences`, the inherent attributes, is hashed as it grows.
 */
export class CollectionDigester {
  readonly #names = new ArrayDigester()
  readonly #sequences = new ArrayDigester()

  /** @param sequence - Digest of the sequence, 24 bytes. */
  add(name: string, sequence: Uint8Array): void {
    this.#names.add(name)
    this.#sequences.add(sequenceId(sequence))
  }

  /** The digest of what was added, 24 bytes. */
  digest(): Uint8Array {
    const level1 = {
      names: sha512t24u(this.#names.digest()),
      sequences: sha512t24u(this.#sequences.digest()),
    }
    return truncate(createHash('sha512').update(JSON.stringify(level1)))
  }
}

/** Hashes an array of strings as canonical JSON. `JSON.stringify` of a string is canonical. */
class ArrayDigester {
  readonly #hash = createHash('sha512')
  #separator = '['

  add(text: string): void {
    this.#hash.update(this.#separator + JSON.stringify(text))
    this.#separator = ','
  }

  digest(): Uint8Array {
    return truncate(this.#hash.update(this.#separator === '[' ? '[]' : ']'))
  }
}

function truncate(hash: { digest(): Uint8Array }): Uint8Array {
  return Uint8Array.from(hash.digest().subarray(0, DIGEST_BYTES))
}
