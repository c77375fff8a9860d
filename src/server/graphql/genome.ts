import { decodeBody } from '../../annotation/body.ts'
import type { Genome, Organism, Region } from '../../annotation/genome.ts'
import type { RequestContext } from './context.ts'
import { LIMITS } from './limits.ts'
import { region } from './region.ts'

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

/** Resolves `Assembly`. */
export function assembly(found: Genome, context: RequestContext) {
  const { assembly: of, genomeId } = found
  return {
    assembly_id: of.assemblyId,
    name: of.name,
    accession_id: of.accession,
    accessioning_body: of.accession.startsWith('GCF_') ? 'RefSeq' : 'INSDC',
    organism: () => organism(found.organism, context),
    regions: async () => {
      const regions = []
      for (;;) {
        const bodies = await context.store.regions(genomeId, regions.length, 1000)
        context.spend(bodies.length)
        for (const body of bodies) regions.push(region(decodeBody<Region>(body), genomeId, context))
        if (bodies.length < 1000) return regions
      }
    },
    default: true,
    tolid: of.tolId ?? null,
  }
}

function organism(of: Organism, context: RequestContext) {
  return {
    scientific_name: of.scientificName,
    scientific_parlance_name: of.parlanceName ?? null,
    species: () => species(of, context),
    id: of.organismId,
    assemblies: async () => {
      const genomes = await ofSpecies(of, context)
      const own = genomes.filter((each) => each.organism.organismId === of.organismId)
      return own.map((each) => assembly(each, context))
    },
    is_reference_organism: of.isReference ?? null,
    tol_id: null,
  }
}

function species(of: Organism, context: RequestContext) {
  return {
    scientific_name: of.scientificName,
    ncbi_common_name: of.commonName ?? null,
    alternative_names: of.alternativeNames,
    taxon_id: of.taxonId,
    organisms: async () => {
      const organisms = new Map<string, Organism>()
      for (const each of await ofSpecies(of, context)) {
        if (!organisms.has(each.organism.organismId)) {
          organisms.set(each.organism.organismId, each.organism)
        }
      }
      return [...organisms.values()].map((each) => organism(each, context))
    },
  }
}

async function ofSpecies({ taxonId }: Organism, context: RequestContext): Promise<Genome[]> {
  const bodies = await context.store.genomesBy('species_taxonomy_id', String(taxonId))
  context.spend(bodies.length)
  return bodies.slice(0, LIMITS.genomes).map((body) => decodeBody<Genome>(body))
}
