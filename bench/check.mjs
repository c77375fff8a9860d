// npm run bench:check [-- --update] [NAME...]: runs the benchmarks that expected.json names, shortly and small, and
// fails when a ratio is worse than the stored one by more than its tolerance.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { compare, inWords, updated } from './harness/compare.mjs'

// 3 minutes on 2 cores, beyond the first run, which makes a store of a million sequences.
const QUICK = { SEQKEEP_BENCH_ROUNDS: 3, SEQKEEP_BENCH_SCALE: 0.1, SEQKEEP_BENCH_SECONDS: 1 }

const file = new URL('expected.json', import.meta.url)
const args = process.argv.slice(2)
const update = args.includes('--update')
const wanted = args.filter((arg) => arg !== '--update')

const all = JSON.parse(readFileSync(file, 'utf8'))
for (const name of wanted) if (!all[name]) throw new Error(`expected.json has no ${name}`)
const names = wanted.length > 0 ? wanted : Object.keys(all)

for (const [name, value] of Object.entries(QUICK)) process.env[name] ??= `${value}`
// Not above: it reads the environment.
const { runBenches } = await import('./harness/run-benches.mjs')
const { RESULTS } = await import('./harness/settings.mjs')
const results = new URL('check/', RESULTS)
await runBenches(names, results)

const measured = {}
for (const name of names) {
  const of = new URL(`${name}.json`, results)
  if (existsSync(of)) measured[name] = JSON.parse(readFileSync(of, 'utf8'))
}
const expected = Object.fromEntries(names.map((name) => [name, all[name]]))
const verdicts = compare(expected, measured)
console.log()
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
