import type { Containers } from './containers.ts'
import { attributesOf } from './feature.ts'
import { isLeaf, type Role } from './role.ts'

/** The names by which a line belongs to others. */
export interface Links {
  readonly id: string | undefined
  readonly parents: readonly string[]
  /** Of a line of GTF below a gene, the gene, which may have no line of its own. */
  readonly gene: string | undefined
}

const NO_NAMES: readonly string[] = []

/** @param column - Column 9, as {@link normalColumn} gives it. */
export function linksOf(role: Role, column: string, gtf: boolean): Links {
  return gtf ? gtfLinks(role, column) : gff3Links(role, column)
}

/**
 * AUGUSTUS and BRAKER write bare ids on GTF's lines for genes and transcripts: `g1`, `g1.t1`.
 *
 * @returns Column 9 with a key before such an id.
 */
export function normalColumn(role: Role, column: string): string {
  if (role !== 'gene' && role !== 'transcript') return column
  const id = column.trim()
  if (id === '' || id === '.' || /[\s;="]/.test(id)) return column
  return `${role}_id "${id}"`
}

function gff3Links(role: Role, column: string): Links {
  const attributes = attributesOf(column, false)
  const id = attributes.first('ID') || undefined
  let parents = attributes.get('Parent')
  // A mature miRNA derives from its primary transcript, a protein from its mRNA.
  if (!parents && (role === 'transcript' || role === 'protein')) {
    parents = attributes.get('Derives_from')
  }
  if (!parents) return { id, parents: NO_NAMES, gene: undefined }
  const [only] = parents
  if (parents.length === 1 && only) return { id, parents, gene: undefined }
  return { id, parents: [...new Set(parents.filter(Boolean))], gene: undefined }
}

function gtfLinks(role: Role, column: string): Links {
  const attributes = attributesOf(column, true)
  // JGI's older files know a gene by its name alone.
  const name = (key: string) => attributes.first(key) || attributes.first('name')
  const transcript = name('transcript_id')
  const named = name('gene_id') || (role === 'transcript' ? undefined : transcript)
  const gene = named ? `gene:${named}` : undefined
  if (role === 'gene') return { id: gene, parents: NO_NAMES, gene: undefined }
  const ofGene = gene === undefined ? NO_NAMES : [gene]
  if (!transcript) return { id: undefined, parents: ofGene, gene: undefined }
  const id = `transcript:${transcript}`
  return role === 'transcript'
    ? { id, parents: ofGene, gene }
    : { id: undefined, parents: [id], gene }
}

/**
 * The names that hold a line together with others. The ID of a part of a transcript holds nothing: its
 * Parent does.
 *
 * @param containers - Those of the line's sequence, which hold nothing together either.
 */
export function namesOf(
  role: Role,
  { id, parents, gene }: Links,
  containers: Containers,
  line: number,
): readonly string[] {
  const own = containers.without(parents, line)
  if (id === undefined || (isLeaf(role) && own.length > 0)) {
    return gene === undefined ? own : [...own, gene]
  }
  return own.length === 0 ? [id] : [id, ...own]
}
