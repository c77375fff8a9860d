/** Reads of more bytes go through the thread pool at once. */
export const ON_THE_SPOT_BYTES: number = 16 << 10

/** Milliseconds from which a read may have waited for a disk: the page cache takes 2 us, a fast disk 50. */
const SLOW = 1

/** Milliseconds for which reads then go through the thread pool, where they wait beside each other. */
const WARY = 100

/**
 * Whether a short read is done on the spot. From the page cache it takes 2 us there, and 20 with the hop to the thread
 * pool; but each that waits for a disk keeps all others waiting, of which one in 100 ms is enough.
 */
export class OnTheSpot {
  readonly #blocksRead: () => number
  #blocks: number
  #wary = Number.NEGATIVE_INFINITY

  /**
   * @param blocksRead Blocks that disks have read for this process: a slow read without any was one that had to wait
   * for the processor.
   */
  constructor(blocksRead: () => number = () => process.resourceUsage().fsRead) {
    this.#blocksRead = blocksRead
    this.#blocks = blocksRead()
  }

  /** @param now In milliseconds, of a clock that never goes back. */
  allows(bytes: number, now: number): boolean {
    return bytes <= ON_THE_SPOT_BYTES && now >= this.#wary
  }

  /** Notes how long a read on the spot took. */
  note(began: number, ended: number): void {
    if (ended - began <= SLOW) return
    const blocks = this.#blocksRead()
    if (blocks !== this.#blocks) this.#wary = ended + WARY
    this.#blocks = blocks
  }
}
