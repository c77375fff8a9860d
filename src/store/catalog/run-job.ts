import type { RunJob } from './run-thread.ts'

export const RUN_STATE = { waiting: 0, taken: 1, written: 2, failed: 3 } as const

/** Takes a job, unless somebody else has it. */
export function takeJob({ state }: RunJob): boolean {
  const { waiting, taken } = RUN_STATE
  return Atomics.compareExchange(state, 0, waiting, taken) === waiting
}
