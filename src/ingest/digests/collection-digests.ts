import { type CollectionDigest, digestOf } from '../../collection/digest.ts'
import { NameAttributes } from '../../collection/name-attributes.ts'
import { SequenceAttributes } from '../../collection/sequence-attributes.ts'
import { AnsweringThread } from '../../threads/answering-thread.ts'
import { HAS_THREADS } from '../../threads/has-threads.ts'
import type { CollectionPart } from './collection-thread.ts'
import {
  addNames,
  addSequences,
  MemberBatch,
  type MemberMessage,
  type NameMessage,
  type SequenceMessage,
} from './member-batch.ts'

/** Batches after which threads start; what is fewer is digested at the end. */
const FEW = 2

/** Batches that may wait for the threads: memory must be bounded. */
const MOST_WAITING = 8

/** Answers the end of the members, for which there is no message, with the digests of attributes. */
type Thread<Message> = AnsweringThread<Message | undefined, [string, Uint8Array][]>

interface Threads {
  readonly names: Thread<NameMessage>
  readonly sequences: Thread<SequenceMessage>
}

function startThread<Message>(part: CollectionPart): Thread<Message> {
  return new AnsweringThread(new URL('./collection-thread.js', import.meta.url), { part })
}

/**
 * Digests the members of a collection beside all else that is done with them, if they are many: for a
 * million short sequences it is a fifth of all work, and the sorted attributes are left for the end.
 * So there are two threads, between which the end is 0.2 s, not 0.4 (docs/decisions/0012).
 */
export class CollectionDigests {
  readonly #batch = new MemberBatch()
  readonly #kept: MemberMessage[] = []
  #threads: Threads | undefined
  #here: { readonly names: NameAttributes; readonly sequences: SequenceAttributes } | undefined
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

  /** Ends the collection, and the threads. */
  async finish(): Promise<CollectionDigest> {
    if (!this.#batch.empty) await this.#seal()
    if (!this.#threads) {
      const { names, sequences } = this.#digestHere()
      return digestOf([...names.digests(), ...sequences.digests()])
    }
    const { names, sequences } = this.#threads
    try {
      return digestOf((await Promise.all([names.ask(undefined), sequences.ask(undefined)])).flat())
    } finally {
      this.close()
    }
  }

  close(): void {
    void this.#threads?.names.close()
    void this.#threads?.sequences.close()
  }

  #seal(): Promise<void> | undefined {
    this.#kept.push(this.#batch.message())
    this.#batch.clear()
    if (this.#kept.length <= FEW && !this.#threads) return undefined
    if (!HAS_THREADS) {
      this.#digestHere()
      return undefined
    }
    this.#threads ??= { names: startThread('names'), sequences: startThread('sequences') }
    for (const message of this.#kept.splice(0)) this.#post(this.#threads, message)
    return this.#waiting > MOST_WAITING ? this.#last!.then(() => {}) : undefined
  }

  #post({ names, sequences }: Threads, message: MemberMessage): void {
    const { lengths } = message
    this.#waiting++
    this.#last = Promise.all([
      names.ask({ names: message.names, nameEnds: message.nameEnds, lengths }),
      sequences.ask({ digests: message.digests, lengths }),
    ]).then(() => {
      this.#waiting--
    })
    // Whoever waits next learns of a failure.
    this.#last.catch(() => {})
  }

  #digestHere(): { readonly names: NameAttributes; readonly sequences: SequenceAttributes } {
    this.#here ??= { names: new NameAttributes(), sequences: new SequenceAttributes() }
    for (const message of this.#kept.splice(0)) {
      addNames(this.#here.names, message)
      addSequences(this.#here.sequences, message)
    }
    return this.#here
  }
}
