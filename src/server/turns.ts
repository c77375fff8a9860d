import { ProtocolError } from './errors.ts'

/** Bytes of a body up to which work on it is small: 10,000 sequences, a tenth of a second. */
const SMALL_BODY = 1 << 20

/** Members of all collections that are looked at up to which that is small: half a second. */
export const SMALL_MEMBERS = 100_000

/** Milliseconds for which work waits for its turn, before the client is told to come again. */
const PATIENCE = 30_000

/** Takes a turn, once, however often it is called. */
export type TakeTurn = () => Promise<void>

/**
 * Lets a few big pieces of work run at a time: each may take a gigabyte and many seconds of a core.
 * What is small never waits.
 */
export class Turns {
  #free: number
  readonly #waiting = new Set<() => void>()

  /** @param atOnce How many run at a time. */
  constructor(atOnce: number) {
    this.#free = atOnce
  }

  /**
   * Does work that takes a turn as soon as it turns out to be big, and gives it back at the end.
   *
   * @throws {@link ProtocolError} 503 when no turn came in time.
   */
  async during<T>(work: (take: TakeTurn) => Promise<T>): Promise<T> {
    let turn: Promise<void> | undefined
    let has = false
    const take = () => {
      turn ??= this.#take().then(() => {
        has = true
      })
      return turn
    }
    try {
      return await work(take)
    } finally {
      if (has) this.#giveBack()
    }
  }

  async #take(): Promise<void> {
    if (this.#free > 0) {
      this.#free--
      return
    }
    await new Promise<void>((resolve, reject) => {
      const next = () => {
        clearTimeout(timer)
        resolve()
      }
      const timer = setTimeout(() => {
        this.#waiting.delete(next)
        reject(new ProtocolError('BUSY', {}, { headers: { 'Retry-After': '30' } }))
      }, PATIENCE)
      this.#waiting.add(next)
    })
  }

  #giveBack(): void {
    const [next] = this.#waiting
    if (next) {
      this.#waiting.delete(next)
      next()
    } else this.#free++
  }
}

/** Hands a body on; before more of it than is small, it takes a turn. */
export async function* takingTurn(
  body: AsyncIterable<Uint8Array>,
  take: TakeTurn,
): AsyncGenerator<Uint8Array> {
  let bytes = 0
  for await (const chunk of body) {
    bytes += chunk.length
    if (bytes > SMALL_BODY) await take()
    yield chunk
  }
}
