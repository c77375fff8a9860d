import { createHash, type Hash, hash } from 'node:crypto'
import { DIGEST_BYTES } from './sha512t24u.ts'

/** Every digest that names a sequence. */
export interface SequenceDigests {
  /** 24 bytes. */
  readonly sha512t24u: Uint8Array
  /** 16 bytes. */
  readonly md5: Uint8Array
  /** 20 bytes, when asked for. */
  readonly sha1?: Uint8Array
}

/** Digests residues (upper-case A-Z) that are at hand as a whole. */
export function digestSequence(residues: Uint8Array, sha1 = false): SequenceDigests {
  return {
    sha512t24u: truncate(hash('sha512', residues, 'buffer')),
    md5: hash('md5', residues, 'buffer'),
    ...(sha1 && { sha1: hash('sha1', residues, 'buffer') }),
  }
}

/**
 * Digests residues that come in pieces. Up to 64 KiB are gathered first: the one-shot functions
 * take half the time of hash objects for a sequence of a few hundred residues.
 */
export class SequenceDigester {
  readonly #sha1: boolean
  readonly #gathered = new Uint8Array(64 << 10)
  #held = 0
  #hashes: readonly Hash[] | undefined

  constructor(sha1 = false) {
    this.#sha1 = sha1
  }

  update(residues: Uint8Array): void {
    if (!this.#hashes && this.#held + residues.length <= this.#gathered.length) {
      this.#gathered.set(residues, this.#held)
      this.#held += residues.length
      return
    }
    if (!this.#hashes) {
      const names = this.#sha1 ? ['sha512', 'md5', 'sha1'] : ['sha512', 'md5']
      this.#hashes = names.map((name) => createHash(name))
      for (const each of this.#hashes) each.update(this.#gathered.subarray(0, this.#held))
    }
    for (const each of this.#hashes) each.update(residues)
  }

  /** The digests of what came since the last call; the next sequence may follow. */
  digest(): SequenceDigests {
    const residues = this.#gathered.subarray(0, this.#held)
    this.#held = 0
    if (!this.#hashes) return digestSequence(residues, this.#sha1)
    const [sha512, md5, sha1] = this.#hashes.map((each) => each.digest())
    this.#hashes = undefined
    return { sha512t24u: truncate(sha512!), md5: md5!, ...(sha1 && { sha1 }) }
  }
}

function truncate(sha512: Uint8Array): Uint8Array {
  return sha512.subarray(0, DIGEST_BYTES)
}
