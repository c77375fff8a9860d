import type { NameAttributes } from '../../collection/name-attributes.ts'
import type { SequenceAttributes } from '../../collection/sequence-attributes.ts'
import { DIGEST_BYTES } from '../../digest/sha512t24u.ts'

/** Members in a batch: a message each would cost more than their digests; one takes some 30 us. */
const MEMBERS = 4096

/** Bytes of names after which a batch is full too, and for which there is room at first. */
const NAME_BYTES = 1 << 18

/** Names of members in a row, as they are sent to a thread. */
export interface NameMessage {
  /** In UTF-8, one after the other. */
  readonly names: Uint8Array
  readonly nameEnds: Uint32Array
  readonly lengths: Float64Array
}

/** Their sequences. */
export interface SequenceMessage {
  readonly digests: Uint8Array
  readonly lengths: Float64Array
}

export type MemberMessage = NameMessage & SequenceMessage

/** Gathers members of a collection. */
export class MemberBatch {
  #names = new Uint8Array(NAME_BYTES)
  readonly #nameEnds = new Uint32Array(MEMBERS)
  readonly #lengths = new Float64Array(MEMBERS)
  readonly #digests = new Uint8Array(MEMBERS * DIGEST_BYTES)
  #held = 0
  #count = 0

  get empty(): boolean {
    return this.#count === 0
  }

  get full(): boolean {
    return this.#count === MEMBERS || this.#held >= NAME_BYTES
  }

  /** Adds a member, whose name is bytes `[from, to)` of a text. */
  add(text: Uint8Array, from: number, to: number, digest: Uint8Array, length: number): void {
    if (this.#held + to - from > this.#names.length) {
      const grown = new Uint8Array(2 * (this.#held + to - from))
      grown.set(this.#names)
      this.#names = grown
    }
    const names = this.#names
    let held = this.#held
    for (let i = from; i < to; i++) names[held++] = text[i]!
    this.#held = held
    const at = this.#count * DIGEST_BYTES
    for (let i = 0; i < DIGEST_BYTES; i++) this.#digests[at + i] = digest[i]!
    this.#nameEnds[this.#count] = held
    this.#lengths[this.#count++] = length
  }

  message(): MemberMessage {
    return {
      names: this.#names.slice(0, this.#held),
      nameEnds: this.#nameEnds.slice(0, this.#count),
      lengths: this.#lengths.slice(0, this.#count),
      digests: this.#digests.slice(0, this.#count * DIGEST_BYTES),
    }
  }

  clear(): void {
    this.#held = 0
    this.#count = 0
  }
}

/** Adds the members of a batch to the attributes that have names. */
export function addNames(attributes: NameAttributes, message: NameMessage): void {
  const { names, nameEnds, lengths } = message
  let from = 0
  for (let i = 0; i < lengths.length; i++) {
    attributes.add(names, from, nameEnds[i]!, lengths[i]!)
    from = nameEnds[i]!
  }
}

/** Adds them to those that have none. */
export function addSequences(attributes: SequenceAttributes, message: SequenceMessage): void {
  const { digests, lengths } = message
  for (let i = 0; i < lengths.length; i++) attributes.add(digests, i * DIGEST_BYTES, lengths[i]!)
}
