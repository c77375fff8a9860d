import type { AnsweringThread } from './answering-thread.ts'
import { HAS_THREADS } from './has-threads.ts'

/** A thread that may be started before it is needed, beside what else there is to do first. */
export class PreparedThread<Message, Answer> {
  readonly #start: () => AnsweringThread<Message, Answer>
  #prepared: AnsweringThread<Message, Answer> | undefined

  constructor(start: () => AnsweringThread<Message, Answer>) {
    this.#start = start
  }

  /** Starts it for whoever takes the next. It keeps no process alive that has nothing else to do. */
  prepare(): void {
    if (!HAS_THREADS || this.#prepared) return
    this.#prepared = this.#start()
    this.#prepared.unref()
  }

  take(): AnsweringThread<Message, Answer> {
    const thread = this.#prepared ?? this.#start()
    this.#prepared = undefined
    thread.ref()
    return thread
  }
}
