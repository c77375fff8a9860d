// A folder that outlives the run, for what takes minutes to make.
import { mkdirSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const CACHE = process.env.SEQKEEP_BENCH_CACHE ?? join(tmpdir(), 'seqkeep-bench-cache')
/** What is made in it, and nothing else that may be there. */
const OURS = /^(sequences-[0-9a-f]{12}|\d+\.part)$/
const DAY_MS = 24 * 3600 * 1000

/** A folder in it. */
export function cacheFolder(name) {
  const folder = join(CACHE, name)
  mkdirSync(folder, { recursive: true })
  return folder
}

/** Removes all others that nothing was added to for a day: what other code made takes 3 GB each. */
export function clearOthers(kept) {
  for (const name of readdirSync(CACHE).filter((entry) => OURS.test(entry))) {
    const folder = join(CACHE, name)
    const age = Date.now() - statSync(folder).mtimeMs
    if (folder !== kept && age > DAY_MS) rmSync(folder, { recursive: true, force: true })
  }
}
