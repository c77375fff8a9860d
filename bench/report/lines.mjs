// Lines over a logarithmic count as SVG.
import { axis, escaped, number, svg, TEXT } from './svg.mjs'

const COLOURS = ['#3b82c4', '#c97a2b', '#5a9e5a']
const [WIDTH, HEIGHT] = [720, 300]
const [LEFT, RIGHT, TOP, BOTTOM] = [80, 150, 34, 48]

/**
 * @param lines Of each: `label` and `points`, of which each is `[x, median, least, most]`.
 * @param xUnit What x counts.
 */
export function lines({ title, unit, xUnit, lines }) {
  const all = lines.flatMap(({ points }) => points)
  const xs = [...new Set(all.map(([x]) => x))].sort((a, b) => a - b)
  const x = axis(xs[0], xs.at(-1), LEFT, WIDTH - RIGHT, true)
  const base = HEIGHT - BOTTOM
  const y = axis(0, Math.max(...all.map(([, , , most]) => most)), base, TOP)
  const parts = y.ticks.map((tick) => {
    const at = y.place(tick).toFixed(1)
    return `<line x1="${LEFT}" y1="${at}" x2="${WIDTH - RIGHT}" y2="${at}" stroke="${TEXT}" stroke-opacity=".3"/>
<text x="${LEFT - 8}" y="${Number(at) + 4}" text-anchor="end">${number(tick)}</text>`
  })
  for (const value of xs) {
    parts.push(
      `<text x="${x.place(value).toFixed(1)}" y="${base + 18}" text-anchor="middle">${number(value)}</text>`,
    )
  }
  const middle = (TOP + base) / 2
  parts.push(
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 10}" text-anchor="middle">${escaped(xUnit)} (logarithmic)</text>`,
    `<text x="16" y="${middle}" text-anchor="middle" transform="rotate(-90 16 ${middle})">${escaped(unit)}</text>`,
  )
  const labels = apart(lines.map(({ points }) => y.place(points.at(-1)[1])))
  for (const [i, line] of lines.entries()) {
    parts.push(drawn(line, COLOURS[i], x.place, y.place))
    const at = labels[i] + 4
    parts.push(
      `<text x="${WIDTH - RIGHT + 10}" y="${at.toFixed(1)}" fill="${COLOURS[i]}">${escaped(line.label)}</text>`,
    )
  }
  return svg(WIDTH, HEIGHT, title, parts)
}

function drawn({ points }, colour, x, y) {
  const at = (of) => of.map((value) => value.toFixed(1)).join(' ')
  const path = points.map(([count, median]) => at([x(count), y(median)])).join('L')
  const spread = points.map(([count, , least, most]) => {
    const whisker = `M${at([x(count), y(least)])}V${y(most).toFixed(1)}`
    return `<path d="${whisker}" stroke="${colour}" fill="none"/>`
  })
  const dots = points.map(
    ([count, median]) =>
      `<circle cx="${x(count).toFixed(1)}" cy="${y(median).toFixed(1)}" r="3.5" fill="${colour}"/>`,
  )
  return `<path d="M${path}" stroke="${colour}" stroke-width="2" fill="none"/>
${[...spread, ...dots].join('\n')}`
}

/** Heights of labels, moved down where one would stand on another. */
function apart(heights) {
  const moved = [...heights]
  const order = heights.map((_, i) => i).sort((a, b) => heights[a] - heights[b])
  for (const [n, i] of order.entries()) {
    if (n > 0) moved[i] = Math.max(moved[i], moved[order[n - 1]] + 15)
  }
  return moved
}
