// npm run bench:report: takes results of the benchmarks into docs/performance/, and makes the tables and plots of
// docs/performance.md from what is there.
import { copyFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { fillIn } from './report/document.mjs'
import { SECTIONS } from './report/sections.mjs'

const taken = new URL('results/', import.meta.url)
const docs = new URL('../docs/', import.meta.url)

const results = {}
for (const name of Object.keys(SECTIONS)) {
  const [from, to] = [new URL(`${name}.json`, taken), new URL(`performance/${name}.json`, docs)]
  if (existsSync(from)) copyFileSync(from, to)
  if (existsSync(to)) results[name] = JSON.parse(readFileSync(to, 'utf8'))
}
const document = new URL('performance.md', docs)
const { text, plots } = fillIn(readFileSync(document, 'utf8'), results)
writeFileSync(document, text)
for (const [file, plot] of Object.entries(plots)) {
  writeFileSync(new URL(`performance/${file}`, docs), plot)
}
console.log(`docs/performance.md has ${Object.keys(results).join(', ')}`)
