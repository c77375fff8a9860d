import type { Gene, Span, StableId } from '../annotation/gene.ts'
import type { Genome } from '../annotation/genome.ts'
import type { GeneEntry, GeneSpan, GenomeEntry } from '../store/genomes.ts'

/** Fields by which GraphQL finds genomes, as its input type names them. */
export function genomeKeywords({
  assembly,
  organism,
  releaseNumber,
}: Genome): GenomeEntry['keywords'] {
  const fields: readonly (readonly [string, string | undefined])[] = [
    ['tolid', assembly.tolId],
    ['assembly_accession_id', assembly.accession],
    ['assembly_name', assembly.name],
    ['ensembl_name', organism.ensemblName],
    ['common_name', organism.commonName],
    ['scientific_name', organism.scientificName],
    ['scientific_parlance_name', organism.parlanceName],
    ['species_taxonomy_id', String(organism.taxonId)],
    ['release_version', String(releaseNumber)],
  ]
  return fields.flatMap(([field, value]) => (value === undefined ? [] : [[field, value] as const]))
}

/** Names by which a gene is found: its own and those of its transcripts and products, each once. */
export function geneNames({ transcripts, ...gene }: Gene): GeneEntry['names'] {
  const names: GeneEntry['names'][number][] = ids('gene', gene)
  if (gene.symbol !== undefined) names.push(['symbol', gene.symbol])
  for (const { codings, ...transcript } of transcripts) {
    names.push(...ids('transcript', transcript))
    if (transcript.symbol !== undefined) names.push(['transcript symbol', transcript.symbol])
    for (const { product } of codings) if (product) names.push(...ids('product', product))
  }
  const known = new Set<string>()
  return names.filter(([kind, name]) => {
    const key = `${kind} ${name}`
    if (known.has(key) || name.includes('\0')) return false
    known.add(key)
    return true
  })
}

function ids(kind: 'gene' | 'transcript' | 'product', id: StableId): GeneEntry['names'][number][] {
  const { stableId, unversionedStableId } = id
  return stableId === unversionedStableId
    ? [[kind, stableId]]
    : [
        [kind, stableId],
        [kind, unversionedStableId],
      ]
}

/** Where a gene and its transcripts lie: in two spans when they cross the origin. */
export function geneSpans(gene: Gene, length: number): GeneSpan[] {
  const spans: readonly Span[] = [gene, ...gene.transcripts]
  const start0 = spans.reduce((least, span) => Math.min(least, span.start0), gene.start0)
  const end0 = spans.reduce((most, span) => Math.max(most, span.end0), gene.end0)
  const { region } = gene
  const on = (from: number, to: number): GeneSpan[] =>
    from < to ? [{ region, start0: from, end0: to }] : []
  if (end0 <= length) return on(start0, end0)
  if (start0 >= length) return on(start0 - length, Math.min(end0 - length, length))
  return [...on(start0, length), ...on(0, Math.min(end0 - length, length))]
}
