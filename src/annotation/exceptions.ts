import { allOf, type Feature } from './feature.ts'
import type { Span } from './gene.ts'
import type { TranslationException } from './model.ts'
import type { OnProblem } from './problem.ts'

/** Three-letter names of INSDC's feature table, in lower case. */
const RESIDUES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ...{ ala: 'A', arg: 'R', asn: 'N', asp: 'D', cys: 'C', gln: 'Q', glu: 'E', gly: 'G' },
    ...{ his: 'H', ile: 'I', leu: 'L', lys: 'K', met: 'M', phe: 'F', pro: 'P', ser: 'S' },
    ...{ thr: 'T', trp: 'W', tyr: 'Y', val: 'V', sec: 'U', pyl: 'O', asx: 'B', glx: 'Z' },
    ...{ xle: 'J', term: '*', other: 'X', xaa: 'X', fmet: 'M' },
  }),
)

/**
 * Codons that an annotation says are read otherwise: NCBI's `transl_except`, rows for selenocysteines.
 *
 * @param group - Lines of one CDS, which may all repeat the attribute.
 * @param selenocysteines - Rows of the transcript.
 */
export function exceptionsOf(
  group: readonly Feature[],
  selenocysteines: readonly Feature[],
  feature: string,
  onProblem: OnProblem,
): TranslationException[] {
  const exceptions: TranslationException[] = []
  const seen = new Set<string>()
  for (const { attributes, strand, line } of group) {
    const values = allOf(attributes, 'transl_except')
    if (values.length === 0) continue
    for (const text of values.join(',').split(/(?<=\)),? ?(?=\(pos:)/)) {
      if (seen.has(text)) continue
      seen.add(text)
      const [, position = '', name = ''] = /^\(pos:(.+),\s*aa:\s*(\w+)\s*\)$/.exec(text) ?? []
      const residue = RESIDUES.get(name.toLowerCase())
      const parts = placed(position.replace(/[\s<>]/g, ''), strand)
      if (residue !== undefined && parts && isCodon(parts)) {
        exceptions.push({ parts, residue, line })
        continue
      }
      onProblem({
        line,
        cause: 'translation exception',
        feature,
        message: `transl_except=${text.slice(0, 80)} cannot be read; left out`,
      })
    }
  }
  for (const rows of codons(selenocysteines)) {
    const parts = rows.map(({ start0, end0, strand }): Span => ({ start0, end0, strand }))
    exceptions.push({ parts, residue: 'U', line: rows[0]!.line })
  }
  return exceptions
}

/** Where a codon lies. On the reverse strand some files leave `complement` out. */
function placed(position: string, strand: number): readonly Span[] | undefined {
  const reverse = strand === -1 && !position.includes('complement')
  return spans(reverse ? `complement(${position})` : position, 2)
}

/** Reads a location as INSDC's feature table has it: its parts, 5' to 3'. */
function spans(text: string, depth: number): Span[] | undefined {
  const [, operator, inner = ''] = /^(complement|join|order)\((.*)\)$/.exec(text) ?? []
  if (operator === 'complement') {
    const parts = depth > 0 ? spans(inner, depth - 1) : undefined
    return parts?.map((part): Span => ({ ...part, strand: -1 })).reverse()
  }
  if (operator) {
    const parts = depth > 0 ? inner.split(',').map((each) => spans(each, depth - 1)) : []
    return parts.every((part) => part !== undefined) ? parts.flat() : undefined
  }
  const [, start1, end1 = start1] = /^(\d{1,10})(?:\.\.(\d{1,10}))?$/.exec(text) ?? []
  const start0 = Number(start1) - 1
  const end0 = Number(end1)
  return start0 >= 0 && end0 > start0 ? [{ start0, end0, strand: 1 }] : undefined
}

function isCodon(parts: readonly Span[]): boolean {
  const bases = basesOf(parts)
  return bases > 0 && bases <= 3
}

function basesOf(parts: readonly Span[]): number {
  return parts.reduce((sum, { start0, end0 }) => sum + end0 - start0, 0)
}

/** Rows of three bases; those of a codon that an intron parts are together. */
function codons(rows: readonly Feature[]): Feature[][] {
  const ordered = [...rows].sort((a, b) =>
    a.strand === -1 ? b.start0 - a.start0 : a.start0 - b.start0,
  )
  const found: Feature[][] = []
  for (const row of ordered) {
    const last = found.at(-1)
    if (last && basesOf(last) + row.end0 - row.start0 <= 3) last.push(row)
    else found.push([row])
  }
  return found
}
