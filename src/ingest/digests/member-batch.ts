import type { CollectionDigester } from '../../collection/digest.ts'
import { DIGEST_BYTES } from '../../digest/sha512t24u.ts'

/** Members in a batch: a message each would cost more than their digests. */
const MEMBERS = 1024

/** Members of a collection in a row, as they are sent to a thread. */
export interface MemberMessage {
  /** Parted by LF, which no name holds. */
  readonly names: string
  readonly lengths: readonly number[]
  readonly digests: Uint8Array
}

/** Gathers members of a collection. */
export class MemberBatch {
  readonly #names: string[] = []
  readonly #lengths: number[] = []
  readonly #digests = new Uint8Array(MEMBERS * DIGEST_BYTES)

  get empty(): boolean {
    return this.#names.length === 0
  }

  get full(): boolean {
    return this.#names.length === MEMBERS
  }

  add(name: string, digest: Uint8Array, length: number): void {
    this.#digests.set(digest, this.#names.length * DIGEST_BYTES)
    this.#names.push(name)
    this.#lengths.push(length)
  }

  message(): MemberMessage {
    return { names: this.#names.join('\n'), lengths: this.#lengths, digests: this.#digests }
  }
}

/** Adds the members of a batch to a collection. */
export function addMembers(digester: CollectionDigester, message: MemberMessage): void {
  const names = message.names.split('\n')
  for (const [i, length] of message.lengths.entries()) {
    const at = i * DIGEST_BYTES
    digester.add(names[i]!, message.digests.subarray(at, at + DIGEST_BYTES), length)
  }
}
