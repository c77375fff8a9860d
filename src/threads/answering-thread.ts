import { Worker } from 'node:worker_threads'

/** Nothing that such a thread makes lasts: with the 48 MB that Node lets grow there, each takes them. */
const LIMITS = { maxYoungGenerationSizeMb: 4 }

/** A thread that answers each message, in their order. */
export class AnsweringThread<Message, Answer> {
  readonly #worker: Worker
  readonly #waiting: {
    readonly resolve: (answer: Answer) => void
    readonly reject: (error: unknown) => void
  }[] = []
  /** Why it answers no more. */
  #failure: unknown

  constructor(program: URL, workerData?: unknown) {
    this.#worker = new Worker(program, { workerData, resourceLimits: LIMITS })
    this.#worker.on('message', (answer: Answer) => this.#waiting.shift()?.resolve(answer))
    this.#worker.on('error', (error) => this.#fail(error))
    this.#worker.on('exit', () => this.#fail(new Error('a thread has ended before its time')))
  }

  ask(message: Message): Promise<Answer> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure)
    return new Promise((resolve, reject) => {
      this.#waiting.push({ resolve, reject })
      this.#worker.postMessage(message)
    })
  }

  ref(): void {
    this.#worker.ref()
  }

  /** Lets the process end although the thread has not. */
  unref(): void {
    this.#worker.unref()
  }

  /** Ends it, which takes 4 ms: only who shares files with it has to wait. */
  async close(): Promise<void> {
    await this.#worker.terminate()
  }

  #fail(error: unknown): void {
    this.#failure ??= error
    for (const { reject } of this.#waiting.splice(0)) reject(error)
  }
}
