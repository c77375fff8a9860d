/** A line of BED: 0-based, half-open. */
export interface BedRegion {
  /** Of the sequence. */
  readonly chrom: string
  readonly start0: number
  readonly end0: number
  /** Column 4; absent where it is not there, or `.`. */
  readonly name?: string
  readonly reverse: boolean
}

const HEADER = /^(?:#|(?:track|browser)(?: |$))/

/** Whether a line holds no region: a comment, a line for a genome browser, or nothing. */
export function isBedHeader(line: string): boolean {
  return line.trim() === '' || HEADER.test(line)
}

/**
 * Reads a line of BED, of which the first six columns count (BED 1.0, section 1.1). Columns are
 * separated by tabs, or by blanks where there is no tab.
 *
 * @param line Without its end.
 * @returns What is wrong with it, and what to do, where it is none.
 */
export function parseBedLine(line: string): BedRegion | string {
  const columns = line.includes('\t') ? line.split('\t', 6) : line.trim().split(/ +/, 6)
  const [chrom = '', start = '', end = '', name = '.', , strand = '.'] = columns
  if (columns.length < 3) {
    return `there are ${columns.length} columns, but BED has at least 3: sequence, start, end`
  }
  if (chrom === '') return 'the first column, the sequence, is empty'
  const start0 = position(start)
  const end0 = position(end)
  if (start0 === undefined || end0 === undefined) {
    const [which, value] = start0 === undefined ? ['start', start] : ['end', end]
    return `the ${which} "${value.slice(0, 100)}" is no position: positions are whole numbers from 0 on`
  }
  if (strand !== '+' && strand !== '-' && strand !== '.') {
    return `the strand "${strand.slice(0, 100)}" must be + or - or .`
  }
  return { chrom, start0, end0, ...(name !== '.' && { name }), reverse: strand === '-' }
}

const DIGITS = /^[0-9]{1,15}$/

function position(text: string): number | undefined {
  return DIGITS.test(text) ? Number(text) : undefined
}
