// Whether a run is as good as the stored one: by ratios, which hold on any machine.
import { medianOf } from './summary.mjs'

/**
 * Compares medians with what is expected.
 *
 * @param expected By benchmark and figure: `value`, `better` (`higher` or `lower`), and `tolerance`, the share of the
 * value by which a figure may be worse.
 * @param results By benchmark: `{ rows }`, or nothing where it did not run.
 * @returns For each figure: its median, by which share it is worse (below 0: better), and a verdict: `ok`, `worse` or
 * `missing`.
 */
export function compare(expected, results) {
  return Object.entries(expected).flatMap(([bench, figures]) =>
    Object.entries(figures).map(([figure, { value, better, tolerance }]) => {
      const measured = medianOf(results[bench]?.rows ?? [], figure)
      const told = { bench, figure, value, tolerance, measured }
      if (!Number.isFinite(measured)) return { ...told, verdict: 'missing' }
      const change = measured / value - 1
      const worseBy = better === 'higher' ? -change : change
      return { ...told, worseBy, verdict: worseBy > tolerance ? 'worse' : 'ok' }
    }),
  )
}

/** What is expected from now on: the medians of a run; what it lacks stays. */
export function updated(expected, results) {
  const next = structuredClone(expected)
  for (const { bench, figure, measured, verdict } of compare(expected, results)) {
    if (verdict !== 'missing') next[bench][figure].value = Number(measured.toPrecision(3))
  }
  return next
}

/** A figure in words. */
export function inWords({ bench, figure, value, tolerance, measured, worseBy, verdict }) {
  const name = `${bench}: ${figure}`
  if (verdict === 'missing') return `${name}: was not measured; ${value} is expected`
  const percent = (share) => `${(100 * share).toFixed(0)} %`
  const change = `${percent(Math.abs(worseBy))} ${worseBy > 0 ? 'worse' : 'better'}`
  return `${name}: ${measured.toPrecision(3)}, ${change} than ${value}; ${percent(tolerance)} is tolerated`
}
