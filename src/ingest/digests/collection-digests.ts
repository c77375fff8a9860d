import { CollectionDigester } from '../../collection/digest.ts'
import { AnsweringThread, HAS_THREADS } from './answering-thread.ts'
import type { CollectionDigest } from './collection-thread.ts'
import { addMembers, MemberBatch, type MemberMessage } from './member-batch.ts'

/** Batches after which a thread starts; what is fewer is digested at the end. */
const FEW = 2

/** Batches that may wait for the thread: memory must be bounded. */
const MOST_WAITING = 8

type Thread = AnsweringThread<MemberMessage | undefined, CollectionDigest>

/**
 * Digests the members of a collection beside all else that is done with them, if they are many: for a
 * million short sequences it is a fifth of all work (docs/decisions/0012).
 */
export class CollectionDigests {
  readonly #batch = new MemberBatch()
  readonly #kept: MemberMessage[] = []
  #thread: Thread | undefined
  #digester: CollectionDigester | undefined
  #waiting = 0
  #last: Promise<unknown> | undefined

  /**
   * Adds a member, whose name is bytes `[from, to)` of a text.
   *
   * @returns A promise when there is something to wait for.
   */
  add(
    text: Uint8Array,
    from: number,
    to: number,
    digest: Uint8Array,
    length: number,
  ): Promise<void> | undefined {
    this.#batch.add(text, from, to, digest, length)
    return this.#batch.full ? this.#seal() : undefined
  }

  /** Ends the collection, and the thread. */
  async finish(): Promise<CollectionDigest> {
    if (!this.#batch.empty) await this.#seal()
    if (!this.#thread) {
      const digester = this.#digestHere()
      return { digest: digester.digest(), attributes: digester.attributes() }
    }
    try {
      return await this.#thread.ask(undefined)
    } finally {
      await this.close()
    }
  }

  async close(): Promise<void> {
    await this.#thread?.close()
  }

  #seal(): Promise<void> | undefined {
    this.#kept.push(this.#batch.message())
    this.#batch.clear()
    if (this.#kept.length <= FEW && !this.#thread) return undefined
    if (!HAS_THREADS) {
      this.#digestHere()
      return undefined
    }
    this.#thread ??= new AnsweringThread(new URL('./collection-thread.js', import.meta.url))
    for (const message of this.#kept.splice(0)) this.#post(this.#thread, message)
    return this.#waiting > MOST_WAITING ? this.#last!.then(() => {}) : undefined
  }

  #post(thread: Thread, message: MemberMessage): void {
    this.#waiting++
    this.#last = thread.ask(message).then(() => {
      this.#waiting--
    })
    // Whoever waits next learns of a failure.
    this.#last.catch(() => {})
  }

  #digestHere(): CollectionDigester {
    this.#digester ??= new CollectionDigester()
    for (const message of this.#kept.splice(0)) addMembers(this.#digester, message)
    return this.#digester
  }
}
