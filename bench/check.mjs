// npm run bench:check [-- --update] [NAME...]: runs the benchmarks that expected.json names, shortly and small, and
// fails when a ratio is worse than the stored one by more than its tolerance.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { compare, inWords, updated } from './harness/compare.mjs'
import { runProgram } from './harness/run-program.mjs'
import { RESULTS } from './harness/settings.mjs'

// 4 minutes on 2 cores.
const QUICK = { SEQKEEP_BENCH_ROUNDS: 3, SEQKEEP_BENCH_SCALE: 0.1, SEQKEEP_BENCH_SECONDS: 1 }
/** Where a tenth would measure little but the start of a process, or be over in 0.1 s. */
const LARGER = { ingest: { SEQKEEP_BENCH_SCALE: 0.4 }, stream: { SEQKEEP_BENCH_SCALE: 0.4 } }

const file = new URL('expected.json', import.meta.url)
const program = fileURLToPath(new URL('run.mjs', import.meta.url))
const results = new URL('check/', RESULTS)
const args = process.argv.slice(2)
const update = args.includes('--update')
const wanted = args.filter((arg) => arg !== '--update')

const all = JSON.parse(readFileSync(file, 'utf8'))
for (const name of wanted) if (!all[name]) throw new Error(`expected.json has no ${name}`)
const names = wanted.length > 0 ? wanted : Object.keys(all)

mkdirSync(results, { recursive: true })
const measured = {}
for (const name of names) {
  const own = { SEQKEEP_BENCH_RESULTS: fileURLToPath(results) }
  const env = { ...QUICK, ...LARGER[name], ...process.env, ...own }
  try {
    console.log((await runProgram(process.execPath, [program, name], { env })).stdout)
  } catch (error) {
    console.error(error)
  }
  const result = new URL(`${name}.json`, results)
  if (existsSync(result)) measured[name] = JSON.parse(readFileSync(result, 'utf8'))
}

const expected = Object.fromEntries(names.map((name) => [name, all[name]]))
const verdicts = compare(expected, measured)
for (const verdict of verdicts) {
  console.log(`${verdict.verdict === 'ok' ? '  ' : '! '}${inWords(verdict)}`)
}
if (update) writeFileSync(file, `${JSON.stringify(updated(all, measured), null, 2)}\n`)
const bad = verdicts.filter(
  ({ verdict }) => verdict === 'missing' || (verdict === 'worse' && !update),
)
if (bad.length > 0) {
  console.error(`${bad.length} of ${verdicts.length} figures are worse than they were, or missing`)
  process.exit(1)
}
