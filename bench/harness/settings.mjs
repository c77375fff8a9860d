// What a run of the benchmarks may set from outside.
import { pathToFileURL } from 'node:url'

/** Rounds of each benchmark: contenders take turns in each. */
export const ROUNDS = Number(process.env.SEQKEEP_BENCH_ROUNDS ?? 5)

/** Whether a round goes before them that is not counted. */
export const WARM_UP = process.env.SEQKEEP_BENCH_WARM_UP !== 'no'

/** Share of the full size: 1 is what the documents state. */
export const SCALE = Number(process.env.SEQKEEP_BENCH_SCALE ?? 1)

/** Seconds of load in a turn. */
export const SECONDS = Number(process.env.SEQKEEP_BENCH_SECONDS ?? 3)

/** Where results go, as a URL that ends with a slash. */
export const RESULTS = process.env.SEQKEEP_BENCH_RESULTS
  ? pathToFileURL(`${process.env.SEQKEEP_BENCH_RESULTS}/`)
  : new URL('../results/', import.meta.url)
