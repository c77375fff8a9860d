// npm run bench [-- NAME...]: runs the benchmarks, prints a table each and writes JSON beside it.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'

const folder = new URL('.', import.meta.url)
const helpers = new Set(['run.mjs', 'seqkeep.mjs', 'genome.mjs', 'annotation-file.mjs'])
const wanted = process.argv.slice(2)

for (const file of readdirSync(folder)
  .filter((name) => name.endsWith('.mjs'))
  .sort()) {
  const name = file.replace('.mjs', '')
  if (helpers.has(file) || (wanted.length > 0 && !wanted.includes(name))) continue
  const bench = await import(new URL(file, folder))
  console.log(`\n${name}: ${bench.title}`)
  const { skipped, rows } = await bench.run()
  if (skipped) {
    console.log(`  skipped: ${skipped}`)
    continue
  }
  const summary = Object.keys(rows[0]).map((figure) => {
    const values = rows.map((row) => row[figure]).sort((a, b) => a - b)
    const round = (value) => Number(value.toPrecision(4))
    return {
      figure,
      median: round(values[values.length >> 1]),
      least: round(values[0]),
      most: round(values.at(-1)),
    }
  })
  console.table(summary)
  mkdirSync(new URL('results/', folder), { recursive: true })
  const result = {
    name,
    title: bench.title,
    at: new Date().toISOString(),
    node: process.version,
    rows,
  }
  writeFileSync(new URL(`results/${name}.json`, folder), JSON.stringify(result, null, 2))
}
