/** Reads of more bytes go through the thread pool at once. */
export const ON_THE_SPOT_BYTES: number = 16 << 10

/** Milliseconds from which a read has waited for a disk, and not only for the page cache (2 us) or a fast one (0.05 ms). */
const SLOW = 1

/** Milliseconds for which reads then go through the thread pool, where they wait beside each other. */
const WARY = 100

/**
 * Whether a short read is done on the spot. From the page cache it takes 2 us there, and 20 with the hop to the thread
 * pool; but each that waits for a disk keeps all others waiting, of which one in 100 ms is enough.
 */
export class OnTheSpot {
  #wary = Number.NEGATIVE_INFINITY

  /** @param now In milliseconds, of a clock that never goes back. */
  allows(bytes: number, now: number): boolean {
    return bytes <= ON_THE_SPOT_BYTES && now >= this.#wary
  }

  /** Notes how long a read on the spot took. */
  note(began: number, ended: number): void {
    if (ended - began > SLOW) this.#wary = ended + WARY
  }
}
