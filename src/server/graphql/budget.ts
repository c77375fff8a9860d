import { setImmediate } from 'node:timers/promises'
import type { GraphQLError } from 'graphql'
import { overLimit } from './errors.ts'
import { LIMITS } from './limits.ts'

/** Milliseconds after which other requests have their turn. */
const TURN = 25

/** What one answer may cost: the schema's cycles and aliases could make it endless. */
export class Budget {
  /** Settles, once {@link error} is set. */
  readonly exceeded: Promise<void>
  /** Never settles: fields wait for it where a failure of each would take as long as an answer. */
  readonly never: Promise<never> = new Promise(() => {})
  readonly #started = performance.now()
  #turn = this.#started
  readonly #waiting: (() => void)[] = []
  /** What is read now, and all that waits for it. */
  #reading: Promise<unknown> = Promise.resolve()
  #exceed: () => void = () => {}
  #error: GraphQLError | undefined
  #objects = 0
  #fields = 0

  constructor() {
    this.exceeded = new Promise((resolve) => {
      this.#exceed = resolve
    })
  }

  get seconds(): number {
    return (performance.now() - this.#started) / 1000
  }

  /** Which limit the answer exceeds. */
  get error(): GraphQLError | undefined {
    return this.#error
  }

  /**
   * Counts objects that were read or listed.
   *
   * @throws GraphQLError when there are too many, so that no more are.
   */
  spend(objects: number): void {
    this.#objects += objects
    if (this.#objects > LIMITS.objects) {
      this.#end(
        'RESULT_LIMIT_EXCEEDED',
        `The answer has more than ${LIMITS.objects} genes, transcripts, exons and regions.`,
      )
    }
    this.#checkTime()
    if (this.#error) throw this.#error
  }

  /** Counts a field. Returns whether to go on. */
  spendField(): boolean {
    this.#fields++
    if (this.#fields > LIMITS.answerFields) {
      this.#end('RESULT_LIMIT_EXCEEDED', `The answer has more than ${LIMITS.answerFields} fields.`)
    }
    return this.#error === undefined
  }

  /**
   * Reads something when all that was to be read before has been: root fields ask at once, and a gene of
   * 30,000 transcripts takes 0.3 s.
   *
   * @throws GraphQLError when the answer has come to its end.
   */
  read<T>(work: () => Promise<T>): Promise<T> {
    const reading = this.#reading.then(() => this.pause()).then(work)
    this.#reading = reading.catch(() => {})
    return reading
  }

  /**
   * Lets other requests have their turn, if this one has had its own.
   *
   * @throws GraphQLError when the answer has come to its end.
   */
  async pause(): Promise<void> {
    this.#checkTime()
    if (this.#error) throw this.#error
    if (performance.now() - this.#turn <= TURN) return
    await setImmediate()
    this.#turn = performance.now()
  }

  /** Resolves to an object of a list when the ones before it are complete, or wait in their turn. */
  inTurn<T>(item: T): Promise<T> {
    return new Promise((resolve) => {
      this.#waiting.push(() => resolve(item))
      if (this.#waiting.length === 1) void this.#serve()
    })
  }

  async #serve(): Promise<void> {
    // More are added meanwhile.
    for (const next of this.#waiting) {
      next()
      // What waited for the item runs before this goes on.
      await null
      try {
        await this.pause()
      } catch {
        return
      }
    }
    this.#waiting.length = 0
  }

  #checkTime(): void {
    if (this.seconds > LIMITS.seconds) {
      this.#end('TIME_LIMIT_EXCEEDED', `The answer takes more than ${LIMITS.seconds} seconds.`)
    }
  }

  #end(code: string, message: string): void {
    this.#error ??= overLimit(code, `${message} Ask for less at once.`)
    this.#exceed()
  }
}
