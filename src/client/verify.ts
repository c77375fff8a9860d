import type { IncrementalHash } from '../digest/block-hash.ts'
import { hex } from '../digest/hex.ts'
import { Md5 } from '../digest/md5.ts'
import { Sha512 } from '../digest/sha512.ts'
import { sha512t24u } from '../digest/sha512t24u.ts'

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
  const isMd5 = /^(md5:)?[\da-f]{32}$/i.test(id)
  const isHex = isMd5 || /^(trunc512:)?[\da-f]{48}$/i.test(id)
  if (!isHex && !/^(ga4gh:)?SQ\.[\w-]{32}$/i.test(id)) return undefined
  const hash = isMd5 ? hashOf('md5', Md5) : hashOf('sha512', Sha512)
  return {
    update: (residues) => hash.update(residues),
    matches: () => {
      const digest = hash.digest()
      if (!isHex) return id.endsWith(`.${sha512t24u(digest)}`)
      return id.toLowerCase().endsWith(hex(digest.subarray(0, isMd5 ? 16 : 24)))
    },
  }
}

/** Node's own hash function is several times as fast; no browser has it. */
function hashOf(algorithm: string, Own: new () => IncrementalHash): IncrementalHash {
  const crypto = globalThis.process?.getBuiltinModule?.('node:crypto')
  return crypto ? crypto.createHash(algorithm) : new Own()
}
