import type { Cut } from './cut.ts'
import type { Problem, Region } from './region.ts'
import type { TextBuffer } from './text-buffer.ts'

/** How entries are written. Residues stand between a head and a tail. */
export interface RegionFormat {
  /** Before the first entry. */
  readonly begin: string
  /** Residues of a line, each of which then has its end; `undefined` for one line without an end. */
  readonly width: number | undefined
  head(out: TextBuffer, region: Region, cut: Cut): void
  readonly tail: string
  /** The whole entry of a region that has no residues. */
  refusal(out: TextBuffer, region: Region, problem: Problem): void
}

/** As `samtools faidx` prints it; `-i` marks what it has complemented with `/rc`. */
export const fasta: RegionFormat = {
  begin: '',
  width: 60,
  head(out, region, { start0, end0 }) {
    headerName(out, region, start0, end0)
    out.text('\n')
  },
  tail: '',
  refusal(out, region, { code, message }) {
    const { start0, end0 } = region
    headerName(out, region, start0 ?? 0, end0)
    out.text(` error=${code} `)
    out.inLine(message)
    out.text('\n')
  },
}

function headerName(out: TextBuffer, region: Region, start0: number, end0?: number): void {
  const { id, title, reverse } = region
  out.text('>')
  if (title !== undefined) out.inLine(title)
  else {
    out.inLine(id || '?')
    if (region.start0 !== undefined || region.end0 !== undefined) {
      out.text(':')
      out.number(start0 + 1)
      out.text('-')
      if (end0 !== undefined) out.number(end0)
    }
  }
  if (reverse) out.text('/rc')
}

/** A JSON object a line. */
export const jsonLines: RegionFormat = {
  begin: '',
  width: undefined,
  head(out, region, cut) {
    jsonHead(out, region, cut)
    out.text(',"sequence":"')
  },
  tail: '"}\n',
  refusal(out, region, problem) {
    jsonHead(out, region, region)
    out.text(`,"error":${JSON.stringify(problem)}}\n`)
  },
}

function jsonHead(
  out: TextBuffer,
  { id, name, reverse }: Region,
  { start0, end0 }: Partial<Cut>,
): void {
  out.text('{"id":')
  out.text(JSON.stringify(id))
  if (start0 !== undefined) {
    out.text(',"start":')
    out.number(start0)
  }
  if (end0 !== undefined) {
    out.text(',"end":')
    out.number(end0)
  }
  out.text(reverse ? ',"strand":"-"' : ',"strand":"+"')
  if (name !== undefined) out.text(`,"name":${JSON.stringify(name)}`)
}

/** Columns, with a line that names them. */
export const tabSeparated: RegionFormat = {
  begin: 'id\tstart\tend\tstrand\tname\tsequence\terror\n',
  width: undefined,
  head: columns,
  tail: '\t\n',
  refusal(out, region, { status, code, message }) {
    columns(out, region, region)
    out.text(`\t${status} ${code}: `)
    out.inLine(message)
    out.text('\n')
  },
}

function columns(
  out: TextBuffer,
  { id, name = '', reverse }: Region,
  { start0, end0 }: Partial<Cut>,
): void {
  out.inLine(id)
  out.text('\t')
  if (start0 !== undefined) out.number(start0)
  out.text('\t')
  if (end0 !== undefined) out.number(end0)
  out.text(reverse ? '\t-\t' : '\t+\t')
  out.inLine(name)
  out.text('\t')
}
