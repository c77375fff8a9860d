import type { IncrementalHash } from '../digest/block-hash.ts'
import { Md5 } from '../digest/md5.ts'
import { Sha512 } from '../digest/sha512.ts'

/** Tells whether residues are those that an identifier names. */
export interface Verifier {
  update(residues: Uint8Array): void
  matches(): boolean
}

/**
 * Makes the verifier of an identifier.
 *
 * @returns `undefined` where the identifier is no digest that can be computed here.
 */
export function verifierOf(id: string): Verifier | undefined {
  const [, md5, trunc512, sq] =
    /^(?:(?:md5:)?([\da-f]{32})|(?:trunc512:)?([\da-f]{48})|(?:ga4gh:)?SQ\.([\w-]{32}))$/i.exec(
      id,
    ) ?? []
  const digits = md5 ?? trunc512
  if (!digits && !sq) return undefined
  // Spelled as bytes of a string, as atob does it: the client has room for no tables of hex and base64url.
  const named =
    digits?.replace(/../g, (byte) => String.fromCharCode(Number(`0x${byte}`))) ??
    atob(sq!.replaceAll('-', '+').replaceAll('_', '/'))
  const hash = md5 ? hashOf('md5', Md5) : hashOf('sha512', Sha512)
  return {
    update: (residues) => hash.update(residues),
    matches: () => String.fromCharCode(...hash.digest().subarray(0, named.length)) === named,
  }
}

/** Node's own hash function is several times as fast; no browser has it. */
function hashOf(algorithm: string, Own: new () => IncrementalHash): IncrementalHash {
  const crypto = globalThis.process?.getBuiltinModule?.('node:crypto')
  return crypto ? crypto.createHash(algorithm) : new Own()
}
