import { AnsweringThread } from '../../../threads/answering-thread.ts'
import { HAS_THREADS } from '../../../threads/has-threads.ts'
import type { LookupsWritten, PagesToWrite, RecordToTake } from './lookup-thread.ts'
import type { EnvironmentFile } from './pages/environment-file.ts'

/**
 * A thread that reads journal records for itself, for what sequences are found by, sorts that, and writes
 * it into a new catalog: of a million short ones 1.1 s of CPU, beside as much here (docs/decisions/0012).
 * When it fails, nothing is lost: what it was told to take is to be taken here.
 */
export class LookupsBeside {
  readonly #thread: AnsweringThread<RecordToTake | PagesToWrite, LookupsWritten | undefined>
  /** What it was told to take. */
  readonly records: RecordToTake[] = []

  private constructor(scratch: string) {
    this.#thread = new AnsweringThread(new URL('./lookup-thread.js', import.meta.url), { scratch })
  }

  /**
   * Starts it, where there are threads.
   *
   * @param scratch - Path prefix for its files.
   */
  static start(scratch: string): LookupsBeside | undefined {
    return HAS_THREADS ? new LookupsBeside(scratch) : undefined
  }

  take(record: RecordToTake): void {
    this.records.push(record)
    this.#ask(record)
  }

  /** Writes all that it has taken into a file; `undefined` when it has failed. */
  write({ path: file, pages, transaction }: EnvironmentFile): Promise<LookupsWritten | undefined> {
    return this.#ask({ file, pages, transaction })
  }

  /** Waits for its end, as it may be writing. */
  async close(): Promise<void> {
    await this.#thread.close()
  }

  #ask(message: RecordToTake | PagesToWrite): Promise<LookupsWritten | undefined> {
    return this.#thread.ask(message).catch(() => undefined)
  }
}
