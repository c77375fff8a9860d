// The parts of docs/performance.md that are made: each between a pair of comments.
import { SECTIONS } from './sections.mjs'

/**
 * @param text The document.
 * @param results By benchmark.
 * @returns The document with its tables, and the plots by file.
 * @throws If the document has no place for a benchmark.
 */
export function fillIn(text, results) {
  const plots = {}
  let filled = text
  for (const [name, section] of Object.entries(SECTIONS)) {
    const result = results[name]
    if (!result) continue
    const made = section(result)
    Object.assign(plots, made.plots)
    const images = Object.keys(made.plots).map(
      (file) => `![${titleOf(made.plots[file])}](performance/${file})`,
    )
    const body = [made.text, ...images, howTaken(result)].join('\n\n')
    const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`]
    const [from, to] = [filled.indexOf(open), filled.indexOf(close)]
    if (from < 0 || to < from) throw new Error(`no ${open} ... ${close} in the document`)
    filled = `${filled.slice(0, from)}${open}\n${body}\n${filled.slice(to)}`
  }
  return { text: filled, plots }
}

function titleOf(plot) {
  return /<title>(.*)<\/title>/.exec(plot)[1]
}

function howTaken({ at, took, machine, settings, facts }) {
  const { rounds, scale } = settings
  const { processor, cores, system, node, 'memory GiB': memory, 'load before': load } = machine
  const others = Object.entries(facts).map(([name, version]) =>
    version.startsWith(name) ? version : `${name} ${version}`,
  )
  return [
    `Taken ${at.slice(0, 10)} on ${cores} cores of ${processor}, ${memory} GiB, ${system}, Node ${node.slice(1)}`,
    `${rounds} rounds at scale ${scale} in ${took} s, after a load of ${load}`,
    ...others,
  ].join('; ')
}
