import type { Cut } from './cut.ts'
import type { Problem, Region } from './region.ts'

/** How entries are written. Residues stand between a head and a tail. */
export interface RegionFormat {
  /** Before the first entry. */
  readonly begin: string
  /** Residues of a line, each of which then has its end; `undefined` for one line without an end. */
  readonly width: number | undefined
  head(region: Region, cut: Cut): string
  readonly tail: string
  /** The whole entry of a region that has no residues. */
  refusal(region: Region, problem: Problem): string
}

/** As `samtools faidx` prints it; `-i` marks what it has complemented with `/rc`. */
export const fasta: RegionFormat = {
  begin: '',
  width: 60,
  head: (region, { start0, end0 }) => `>${headerName(region, start0, end0)}\n`,
  tail: '',
  refusal(region, { code, message }) {
    const { start0, end0 } = region
    return `>${headerName(region, start0 ?? 0, end0)} error=${code} ${oneLine(message)}\n`
  },
}

function headerName(region: Region, start0: number, end0?: number): string {
  const { id, title, reverse } = region
  if (title !== undefined) return `${oneLine(title)}${reverse ? '/rc' : ''}`
  const isPart = region.start0 !== undefined || region.end0 !== undefined
  return `${oneLine(id) || '?'}${isPart ? `:${start0 + 1}-${end0 ?? ''}` : ''}${reverse ? '/rc' : ''}`
}

/** A JSON object a line. */
export const jsonLines: RegionFormat = {
  begin: '',
  width: undefined,
  head: (region, cut) => `${jsonHead(region, cut)},"sequence":"`,
  tail: '"}\n',
  refusal: (region, problem) => `${jsonHead(region, region)},"error":${JSON.stringify(problem)}}\n`,
}

function jsonHead({ id, name, reverse }: Region, { start0, end0 }: Partial<Cut>): string {
  let text = `{"id":${JSON.stringify(id)}`
  if (start0 !== undefined) text += `,"start":${start0}`
  if (end0 !== undefined) text += `,"end":${end0}`
  text += reverse ? ',"strand":"-"' : ',"strand":"+"'
  return name === undefined ? text : `${text},"name":${JSON.stringify(name)}`
}

/** Columns, with a line that names them. */
export const tabSeparated: RegionFormat = {
  begin: 'id\tstart\tend\tstrand\tname\tsequence\terror\n',
  width: undefined,
  head: (region, cut) => columns(region, cut),
  tail: '\t\n',
  refusal: (region, { status, code, message }) =>
    `${columns(region, region)}\t${status} ${code}: ${oneLine(message)}\n`,
}

function columns({ id, name = '', reverse }: Region, { start0, end0 }: Partial<Cut>): string {
  return `${oneLine(id)}\t${start0 ?? ''}\t${end0 ?? ''}\t${reverse ? '-' : '+'}\t${oneLine(name)}\t`
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be in a line.
const CONTROL = /[\x00-\x1f\x7f]/g

/** A name out of JSON may hold anything: nothing of it may end a line or a column. */
function oneLine(text: string): string {
  return text.replace(CONTROL, ' ')
}
