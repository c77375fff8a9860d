import { encoder } from '../simd/encoder.ts'
import { type Inflate, loadInflate } from '../simd/inflate.ts'
import { AnsweringThread } from '../threads/answering-thread.ts'
import { HAS_THREADS } from '../threads/has-threads.ts'
import { BgzfBatch } from './bgzf-batch.ts'
import { type BgzfJob, claimJob, doJob } from './bgzf-job.ts'

/** Batches that are there at once: 8 MiB of text, and what it was. */
const BATCHES_AT_ONCE = 8

/** How many there are when a thread is started, which takes 25 ms. */
const BATCHES_WITHOUT_THREAD = 3

interface Sealed {
  readonly batch: BgzfBatch
  readonly job: BgzfJob | undefined
  /** Of the thread: whether it is done. */
  readonly answer: Promise<boolean> | undefined
}

let inflate: Inflate | undefined

/**
 * Inflates the BGZF blocks of a file beside all else, and gives them back in order (docs/decisions/0017). A thread
 * takes batch after batch; one that it has not begun when it is asked for is inflated on the spot.
 */
export class BgzfInflater {
  readonly #sealed: Sealed[] = []
  #batch: BgzfBatch | undefined
  #thread: AnsweringThread<BgzfJob, boolean> | undefined
  #failed = false

  /** Whether so much is under way that some of it should be {@link BgzfInflater.take}n. */
  get busy(): boolean {
    return this.#sealed.length >= BATCHES_AT_ONCE
  }

  /**
   * @param header - Bytes of the block's header.
   * @param offset - Where the block begins in the file, for messages.
   */
  add(block: Uint8Array, header: number, offset: number): void {
    this.#batch ??= new BgzfBatch()
    this.#batch.add(block, header, offset)
    if (this.#batch.full) this.#seal()
  }

  /**
   * The next of what was inflated, valid until the next is asked for.
   *
   * @throws {@link FormatError} when a block is damaged, after what comes before it: nothing follows.
   */
  async *take(): AsyncGenerator<Uint8Array> {
    const sealed = this.#sealed[0]!
    try {
      if (await isDone(sealed)) yield sealed.batch.text
      else yield* sealed.batch.inflateEach()
    } catch (error) {
      this.#failed = true
      throw error
    } finally {
      this.#sealed.shift()
      sealed.batch.release()
    }
  }

  /** All that was added and not taken. */
  async *finish(): AsyncGenerator<Uint8Array> {
    this.#seal()
    while (this.#sealed.length > 0 && !this.#failed) yield* this.take()
  }

  /** Ends it, however much was taken. */
  async close(): Promise<void> {
    this.#batch?.release()
    for (const { batch, job, answer } of this.#sealed.splice(0)) {
      if (job && !claimJob(job)) await answer?.catch(() => {})
      batch.release()
    }
    void this.#thread?.close()
  }

  #seal(): void {
    if (!this.#batch) return
    const batch = this.#batch
    this.#batch = undefined
    const job = batch.job()
    this.#sealed.push({ batch, job, answer: job && this.#ask(job) })
  }

  #ask(job: BgzfJob): Promise<boolean> | undefined {
    if (HAS_THREADS && this.#sealed.length >= BATCHES_WITHOUT_THREAD) {
      this.#thread ??= new AnsweringThread(new URL('./bgzf-thread.js', import.meta.url), {
        memory: encoder().memory,
      })
    }
    const answer = this.#thread?.ask(job)
    // Whoever waits for it learns of a failure; until somebody does, it is no unhandled one.
    answer?.catch(() => {})
    return answer
  }
}

async function isDone({ job, answer }: Sealed): Promise<boolean> {
  if (!job) return false
  if (!claimJob(job)) return answer!
  inflate ??= loadInflate(encoder().memory)
  return doJob(job, encoder().bytes, inflate)
}
