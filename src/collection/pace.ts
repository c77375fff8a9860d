import { setImmediate } from 'node:timers/promises'

/** Milliseconds after which other requests have their turn. */
const TURN = 10

/** Lets long work give way: `if (pace.due) await pace.rest()` after each batch of it. */
export class Pace {
  readonly #turn: number
  #since = performance.now()

  /** @param turn In milliseconds. */
  constructor(turn = TURN) {
    this.#turn = turn
  }

  get due(): boolean {
    return performance.now() - this.#since > this.#turn
  }

  async rest(): Promise<void> {
    await setImmediate()
    this.#since = performance.now()
  }
}
