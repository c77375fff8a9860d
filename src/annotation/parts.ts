import { type Feature, firstOf } from './feature.ts'
import type { LeafRole } from './role.ts'

/** The features that a transcript consists of, in the order of the file. */
export type Parts = Readonly<Record<LeafRole, readonly Feature[]>>

/** Sorts parts by what they are. */
export function partsOf(features: Iterable<Feature>): Parts {
  const parts: Record<LeafRole, Feature[]> = {
    exon: [],
    cds: [],
    utr: [],
    'stop codon': [],
    selenocysteine: [],
  }
  for (const feature of features) parts[feature.kind.role as LeafRole].push(feature)
  return parts
}

/** Lines of CDS by their ID or protein. */
export function codingGroups(lines: readonly Feature[]): Feature[][] {
  const [first] = lines
  if (!first) return []
  if (lines.every(({ id }) => id !== undefined && id === first.id)) return [[...lines]]
  // Ensembl gives the CDS of a trans-spliced transcript an ID for each strand.
  const byProtein = lines.some(({ strand }) => strand !== first.strand)
  const groups = new Map<string, Feature[]>()
  for (const line of lines) {
    const protein = byProtein || !line.id ? firstOf(line.attributes, 'protein_id') : undefined
    const key = protein ?? line.id ?? ''
    const group = groups.get(key)
    if (group) group.push(line)
    else groups.set(key, [line])
  }
  return [...groups.values()]
}
