/** A run to be sorted and written: it is shared with the thread that does so. */
export interface RunJob {
  readonly pairs: SharedArrayBuffer
  readonly offsets: Uint32Array
  readonly path: string
  /** One of {@link RUN_STATE}. */
  readonly state: Int32Array<SharedArrayBuffer>
}

export const RUN_STATE = { waiting: 0, taken: 1, written: 2, failed: 3 } as const

/** Takes a job, unless somebody else has it. */
export function takeJob({ state }: RunJob): boolean {
  const { waiting, taken } = RUN_STATE
  return Atomics.compareExchange(state, 0, waiting, taken) === waiting
}
