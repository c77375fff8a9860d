// What a benchmark's rounds come to.

/** The middle one of some values, or the mean of the middle two. */
export function median(values) {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
}

/** For each figure of the rows: median, least, most, and how far these are apart, in percent of the median. */
export function summary(rows) {
  return figuresOf(rows).map((figure) => {
    const values = valuesOf(rows, figure)
    const [least, most, middle] = [Math.min(...values), Math.max(...values), median(values)]
    return {
      figure,
      ...{ median: round(middle), least: round(least), most: round(most) },
      'spread %': middle === 0 ? 0 : Math.round((100 * (most - least)) / Math.abs(middle)),
    }
  })
}

/** The median of one figure, or NaN where no row has it. */
export function medianOf(rows, figure) {
  return median(valuesOf(rows, figure))
}

function figuresOf(rows) {
  return [...new Set(rows.flatMap(Object.keys))]
}

function valuesOf(rows, figure) {
  return rows.map((row) => row[figure]).filter((value) => typeof value === 'number')
}

function round(value) {
  return Number(value.toPrecision(4))
}
