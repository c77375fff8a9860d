// Horizontal bars as SVG, with a whisker from the least to the most. Colours are read on white and on black alike.
import { axis, escaped, number, svg, TEXT } from './svg.mjs'

const COLOURS = { ours: '#3b82c4', other: '#9aa3ad' }
const [LEFT, RIGHT, ROW, TOP, BOTTOM] = [240, 70, 26, 34, 44]
const WIDTH = 720

/**
 * @param bars Of each: `label`, `median`, `least`, `most`, and whether it is `ours`.
 * @param log Whether the axis is logarithmic.
 */
export function bars({ title, unit, bars, log = false }) {
  const height = TOP + bars.length * ROW + BOTTOM
  const most = Math.max(...bars.map((bar) => bar.most))
  const least = Math.min(...bars.map((bar) => bar.least))
  const { ticks, place } = axis(log ? least : 0, most, LEFT, WIDTH - RIGHT, log)
  const base = TOP + bars.length * ROW
  const parts = ticks.map((tick) => {
    const x = place(tick).toFixed(1)
    return `<line x1="${x}" y1="${TOP}" x2="${x}" y2="${base}" stroke="${TEXT}" stroke-opacity=".3"/>
<text x="${x}" y="${base + 16}" text-anchor="middle">${number(tick)}</text>`
  })
  parts.push(
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${base + 36}" text-anchor="middle">${escaped(unit)}${log ? ' (logarithmic)' : ''}</text>`,
  )
  for (const [i, bar] of bars.entries()) parts.push(drawn(bar, TOP + i * ROW, place))
  return svg(WIDTH, height, title, parts)
}

function drawn({ label, median, least, most, ours }, y, place) {
  const [from, to, low, high] = [LEFT, ...[median, least, most].map(place)]
  const middle = y + ROW / 2
  return `<text x="${LEFT - 8}" y="${middle + 4}" text-anchor="end">${escaped(label)}</text>
<rect x="${from}" y="${y + 4}" width="${(to - from).toFixed(1)}" height="${ROW - 8}" fill="${ours ? COLOURS.ours : COLOURS.other}"/>
<path d="M${low.toFixed(1)} ${middle}H${high.toFixed(1)}M${low.toFixed(1)} ${middle - 4}v8M${high.toFixed(1)} ${middle - 4}v8" stroke="${TEXT}" fill="none"/>
<text x="${(Math.max(to, high) + 6).toFixed(1)}" y="${middle + 4}">${number(median)}</text>`
}
