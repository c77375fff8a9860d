// What the plots have in common: the frame, axes, numbers.

/** A grey that is read on white and on black. */
export const TEXT = '#7d858f'

export function svg(width, height, title, parts) {
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" font-family="sans-serif" font-size="12" fill="${TEXT}">
<title>${escaped(title)}</title>
<text x="${width / 2}" y="18" text-anchor="middle" font-size="14">${escaped(title)}</text>
${parts.join('\n')}
</svg>
`
}

/** Ticks between two values, and where a value stands between two coordinates. */
export function axis(least, most, from, to, log = false) {
  if (log) {
    const [low, high] = [Math.floor(Math.log10(least)), Math.ceil(Math.log10(most))]
    const ticks = Array.from({ length: high - low + 1 }, (_, i) => 10 ** (low + i))
    const span = Math.max(1, high - low)
    return { ticks, place: (value) => from + ((Math.log10(value) - low) / span) * (to - from) }
  }
  const step = stepOf(most / 5)
  const end = Math.ceil(most / step) * step
  const ticks = Array.from({ length: Math.round(end / step) + 1 }, (_, i) => i * step)
  return { ticks, place: (value) => from + (value / end) * (to - from) }
}

/** The least of 1, 2 and 5 times a power of ten that is not below a value. */
function stepOf(value) {
  const power = 10 ** Math.floor(Math.log10(value))
  return power * [1, 2, 5, 10].find((factor) => factor * power >= value)
}

/** Three digits that count, with commas: also for tables. */
export function number(value) {
  if (!Number.isFinite(value)) return ''
  const digits = Math.abs(value) >= 100 ? Math.round(value) : Number(value.toPrecision(3))
  return digits.toLocaleString('en-US', { maximumFractionDigits: 4 })
}

export function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
