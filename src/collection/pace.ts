import { setImmediate } from 'node:timers/promises'

/** Milliseconds after which other requests have their turn. */
const TURN = 10

/** Lets long work give way: `if (pace.due) await pace.rest()` after each batch of it. */
export class Pace {
  #since = performance.now()

  get due(): boolean {
    return performance.now() - this.#since > TURN
  }

  async rest(): Promise<void> {
    await setImmediate()
    this.#since = performance.now()
  }
}
