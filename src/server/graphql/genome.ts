import type { Genome } from '../../annotation/genome.ts'
import { assembly } from './assembly.ts'
import type { RequestContext } from './context.ts'

/** Resolves `Genome`. */
export function genome(found: Genome, context: RequestContext) {
  const { assembly: of, organism: by } = found
  return {
    genome_id: found.genomeId,
    assembly_accession: of.accession,
    scientific_name: by.scientificName,
    release_number: found.releaseNumber,
    release_date: found.releaseDate,
    taxon_id: by.taxonId,
    parlance_name: by.parlanceName ?? null,
    genome_tag: found.genomeTag ?? of.tolId ?? null,
    is_reference: found.isReference,
    assembly: () => assembly(found, context),
    dataset: datasets(found),
    collection: found.collection,
  }
}

function datasets(found: Genome) {
  const { genomeId, assembly: of, annotationSource, genebuildDate } = found
  const common = {
    release: found.releaseNumber,
    release_date: found.releaseDate,
    release_type: 'partial',
    source: annotationSource ?? 'core',
  }
  return [
    {
      ...common,
      dataset_id: `${genomeId}:assembly`,
      name: of.name,
      type: 'Assembly',
      dataset_type: 'assembly',
      version: null,
    },
    {
      ...common,
      dataset_id: `${genomeId}:genebuild`,
      name: `${of.name} annotation`,
      type: 'Annotation',
      dataset_type: 'genebuild',
      version: genebuildDate ?? null,
    },
  ]
}
