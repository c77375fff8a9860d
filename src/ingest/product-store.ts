import type { SequenceRef, StableId } from '../annotation/gene.ts'
import { MAX_ALIAS_BYTES } from '../digest/authority.ts'
import { hex } from '../digest/hex.ts'
import { digestSequence } from '../digest/sequence-digest.ts'
import { parseSha512t24u, sha512t24u } from '../digest/sha512t24u.ts'
import { authorityOf } from '../formats/accession.ts'
import type { Change } from '../store/change.ts'

/** Stores the products of a genome as sequences, and their stable ids as names. */
export class ProductStore {
  readonly #change: Change
  readonly #sha1: boolean
  readonly #authority: string
  #new = 0

  /** @param authority - Of ids whose form does not tell it: whose annotation it is. */
  constructor(change: Change, sha1: boolean, authority: string) {
    this.#change = change
    this.#sha1 = sha1
    this.#authority = authority
  }

  /** Sequences that the store did not have. */
  get new(): number {
    return this.#new
  }

  /** @param residues - Upper-case; not kept. */
  readonly store = async (residues: Uint8Array): Promise<SequenceRef> => {
    const digests = digestSequence(residues, this.#sha1)
    await this.#change.residues(residues)
    if (await this.#change.sequence(digests, residues.length)) this.#new++
    return {
      md5: hex(digests.md5),
      sha512t24u: sha512t24u(digests.sha512t24u),
      length: residues.length,
    }
  }

  /** Names a sequence by an id of the file's own. */
  async name(sequence: SequenceRef, { stableId }: StableId): Promise<void> {
    const digest = parseSha512t24u(sequence.sha512t24u)
    if (!digest || Buffer.byteLength(stableId) > MAX_ALIAS_BYTES) return
    await this.#change.alias(digest, authorityOf(stableId) ?? this.#authority, stableId)
  }
}
