// npm run bench [-- NAME...]: runs the benchmarks, prints a table each and writes JSON beside it.
import { runBenches } from './harness/run-benches.mjs'
import { RESULTS } from './harness/settings.mjs'

const failed = await runBenches(process.argv.slice(2), RESULTS)
if (failed.length > 0) {
  console.error(`failed: ${failed.join(', ')}`)
  process.exit(1)
}
