// Tables in Markdown of what benchmarks measured.
import { summary } from '../harness/summary.mjs'
import { number } from './svg.mjs'

/** Median, least and most of each figure of a result, by name. */
export function statistics({ rows }) {
  return Object.fromEntries(summary(rows).map((of) => [of.figure, of]))
}

/** Rows and columns; the first row heads the table. */
function markdown([head, ...rows]) {
  const line = (cells) => `| ${cells.join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}

/** A table of `row: column` figures: medians. */
export function crossTable(result, corner, rows, columns, name) {
  const of = statistics(result)
  const cell = (row, column) => {
    const value = of[name(row, column)]?.median
    return value === undefined ? '-' : number(value)
  }
  return markdown([
    [corner, ...columns.map(([, label]) => label)],
    ...rows.map(([row, label]) => [label, ...columns.map(([column]) => cell(row, column))]),
  ])
}

/** Figures with their spread and what they should be. */
export function spreadTable(result, figures) {
  const of = statistics(result)
  const present = figures.filter(([figure]) => of[figure])
  const bound = present.some(([, , wanted]) => wanted)
  const rows = present.map(([figure, label, wanted = '']) => {
    const { median, least, most } = of[figure]
    return [
      label ?? figure,
      number(median),
      number(least),
      number(most),
      ...(bound ? [wanted] : []),
    ]
  })
  return markdown([['', 'median', 'least', 'most', ...(bound ? ['should be'] : [])], ...rows])
}

/** All figures of a result with their spread, and what some of them should be. */
export function fullTable(result, bounds = {}) {
  const figures = summary(result.rows).map(({ figure }) => [figure, figure, bounds[figure]])
  return spreadTable(result, figures)
}

/** Bars of some figures, labelled: what was not measured has none. */
export function barsOf(result, labels) {
  const of = statistics(result)
  return Object.entries(labels)
    .filter(([figure]) => of[figure])
    .map(([figure, label]) => ({ label, ...of[figure], ours: label.startsWith('seqkeep') }))
}
