import { createHash } from 'node:crypto'
import canonicalize from 'canonicalize'
import { DIGEST_BYTES } from '../digest/sha512t24u.ts'
import type { Json } from '../formats/json-arrays.ts'

/**
 * Canonical JSON (RFC 8785).
 *
 * @throws Error for a lone surrogate, which has no UTF-8.
 */
export function canonical(value: Json): string {
  return canonicalize(value)!
}

/** Digest of a value of JSON, 24 bytes: that of an attribute, or of a collection from its level 1. */
export function digestOfJson(value: Json): Uint8Array {
  return truncated(createHash('sha512').update(canonical(value)))
}

/** Digests an array of JSON, 24 bytes, from the canonical JSON of its elements as they come. */
export class ArrayHash {
  readonly #hash = createHash('sha512')
  #separator = '['

  /** @param elements Of one batch; none of them holds a line break, as canonical JSON escapes it. */
  add(elements: readonly string[]): void {
    if (elements.length === 0) return
    this.#hash.update(this.#separator + elements.join(','))
    this.#separator = ','
  }

  digest(): Uint8Array {
    return truncated(this.#hash.update(this.#separator === '[' ? '[]' : ']'))
  }
}

function truncated(hash: { digest(): Uint8Array }): Uint8Array {
  return Uint8Array.from(hash.digest().subarray(0, DIGEST_BYTES))
}
