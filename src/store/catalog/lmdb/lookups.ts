import { visitRecord } from '../../journal/record.ts'
import type { RunWriter } from '../run-writer.ts'
import { LookupReplay } from './lookup-replay.ts'
import type { LookupsWritten } from './lookup-thread.ts'
import { LookupsBeside } from './lookups-beside.ts'
import type { EnvironmentFile } from './pages/environment-file.ts'
import type { Step } from './put.ts'
import type { TableLoad } from './table-load.ts'
import type { Tables } from './tables.ts'

/** Bytes of journal from which a thread, whose start takes 40 ms, is worth it. */
const MUCH = 8 << 20

/** What sequences of journal records are found by: taken here, or in a thread when there is much of it. */
export class Lookups {
  readonly #scratch: string
  readonly #here: LookupReplay
  #beside: LookupsBeside | undefined

  /**
   * @param scratch - Path prefix for files.
   * @param runs - Who writes them.
   */
  constructor(scratch: string, runs: RunWriter) {
    this.#scratch = scratch
    this.#here = new LookupReplay(scratch, runs)
  }

  /** Has them taken in a thread, where so many bytes of journal are worth it. */
  expect(bytes: number): void {
    if (bytes > MUCH) this.#beside = LookupsBeside.start(`${this.#scratch}.beside`)
  }

  /** Announces a record. */
  record(path: string, number: number): void {
    this.#beside?.take({ path, number })
  }

  /** Who takes what an entry says here; `undefined` while a thread does. */
  get here(): LookupReplay | undefined {
    return this.#beside ? undefined : this.#here
  }

  /** Has what was taken beside written into a new catalog; `undefined` where nothing was, or that has failed. */
  async writeBeside(file: EnvironmentFile): Promise<LookupsWritten | undefined> {
    return this.#beside?.write(file)
  }

  /** Fills the tables of a new catalog, if they were not written; what is left to be put is little. */
  async load(load: TableLoad, written: LookupsWritten | undefined): Promise<void> {
    if (!written) {
      await this.takeHere()
      load.lookups(this.#here)
      return
    }
    load.written(this.#here, written)
    await this.#end()
  }

  /** Takes here what was taken beside, if that was not loaded; to be called before anything is put. */
  async takeHere(): Promise<void> {
    const records = this.#beside?.records ?? []
    await this.#end()
    for (const { path, number } of records) {
      for await (const _ of visitRecord(path, number, this.#here));
    }
  }

  /** See {@link LookupReplay.put}. */
  put(tables: Tables, step: Step): void {
    this.#here.put(tables, step)
  }

  async close(): Promise<void> {
    await this.#end()
    this.#here.close()
  }

  async #end(): Promise<void> {
    await this.#beside?.close()
    this.#beside = undefined
  }
}
