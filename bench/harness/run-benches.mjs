// Runs benchmarks, one file each, prints their tables and writes their results.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { machine } from './machine.mjs'
import { ROUNDS, SCALE, SECONDS } from './settings.mjs'
import { summary } from './summary.mjs'

const FOLDER = new URL('../', import.meta.url)
/** Files in the folder that are commands themselves. */
const COMMANDS = new Set(['run', 'check', 'report'])

/** Names of all benchmarks. */
function benchNames() {
  return readdirSync(FOLDER)
    .filter((name) => name.endsWith('.mjs'))
    .map((name) => name.replace('.mjs', ''))
    .filter((name) => !COMMANDS.has(name))
    .sort()
}

/**
 * Runs the named benchmarks, or all.
 *
 * @param results URL of the folder for what they measured: a file each, cleared when it was skipped.
 * @returns Names of those that failed.
 */
export async function runBenches(wanted, results) {
  const names = benchNames()
  for (const name of wanted) if (!names.includes(name)) throw new Error(`no benchmark ${name}`)
  mkdirSync(results, { recursive: true })
  const failed = []
  for (const name of wanted.length > 0 ? wanted : names) {
    const file = new URL(`${name}.json`, results)
    rmSync(file, { force: true })
    try {
      await runBench(name, file)
    } catch (error) {
      console.error(error)
      failed.push(name)
    }
  }
  return failed
}

async function runBench(name, file) {
  const { title, run } = await import(new URL(`${name}.mjs`, FOLDER))
  console.log(`\n${name}: ${title}`)
  const started = performance.now()
  const { skipped, rows, facts = {} } = await run()
  if (skipped) {
    console.log(`  skipped: ${skipped}`)
    return
  }
  console.table(summary(rows))
  const seconds = Math.round((performance.now() - started) / 1000)
  console.log(`  ${seconds} s`)
  const settings = { rounds: ROUNDS, scale: SCALE, seconds: SECONDS }
  const at = new Date().toISOString()
  const result = { name, title, at, took: seconds, machine: machine(), settings, facts, rows }
  writeFileSync(file, `${JSON.stringify(result, null, 2)}\n`)
}
